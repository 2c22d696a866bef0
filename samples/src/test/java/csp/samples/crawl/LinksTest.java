// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
  private static final URI PAGE = URI.create("http://h/dir/page");

  @Test
  void findsHrefAndSrcInTheOrderWrittenEachOnce() {
    assertThat(
            find(
                """
                <!DOCTYPE html><html><link rel=stylesheet href=style.css>
                <a class="x" HREF = "a.html">a</a> <A href='b.html?x=1&amp;y=&quot;2&quot;'>b</A>
                <img alt="href=no" src=pic.png/><img src="/dir/pic.png" />
                <a href=a.html target>again</a><a name=href>none</a><a href>none</a>
                <a data-href="no" href="c&#46;html">c</a><a href="&#x64;.html">d</a>
                """))
        .containsExactly(
            "http://h/dir/style.css",
            "http://h/dir/a.html",
            "http://h/dir/b.html?x=1&y=%222%22",
            "http://h/dir/pic.png/",
            "http://h/dir/pic.png",
            "http://h/dir/c.html",
            "http://h/dir/d.html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- <a href=x> -->",
        "<!-- never closed <a href=x>",
        "<script>var s = '<a href=x>';</script>",
        "<SCRIPT>'<a href=x>'</sCript >",
        "<style>a { content: '<a href=x>' }</style>",
        "<title><a href=x></title>",
        "<textarea><a href=x></b></textarea>",
        "a < b href=x >",
        "</a href=x>",
        "<a title='<b href=x>'>",
        "<a href='never closed",
        "<a href=\"mailto:x\">",
        "<a"
      })
  void whatABrowserTakesForSomethingElseIsNoLink(String html) {
    assertThat(find(html)).isEmpty();
  }

  @Test
  void whatComesAfterIsFound() {
    assertThat(find("<script src=x>'</b>'</script><!----><a href=y>")).hasSize(2);
    assertThat(find("<a b='>' href=x><a/href=y>")).hasSize(2);
  }

  @Test
  void baseIsWhatLinksAreRelativeTo() {
    assertThat(find("<a href=x><base href='/other/'><a href=x>"))
        .containsExactly("http://h/dir/x", "http://h/other/x");
  }

  /** Fails if a search begins anew at each tag: that takes hours for a megabyte. */
  @ParameterizedTest
  @ValueSource(
      strings = {"<", "<a ", "<!--", "<script>", "<a href='", "<a href=\"", "</", "&", "<a =", "="})
  void takesNoLongerForAPageThatIsMadeForIt(String part) {
    String page = part.repeat((1 << 20) / part.length());
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> find(page));
  }

  /** Whatever it is given, it ends, and does not throw. */
  @Test
  @Timeout(30)
  void anyTextIsRead() {
    Random random = new Random(20_251_125);
    String alphabet = "<>/='\"&;#!-ahrefscipt \n%:?[]{}\0é\ud83d";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j > 0; j--) {
        if (random.nextInt(4) == 0) {
          text.append(
              List.of("<a href=", "src='", "<!--", "-->", "</script>", "http://")
                  .get(random.nextInt(6)));
        } else {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
      }
      assertThat(find(text.toString())).as(text.toString()).allMatch(l -> l.startsWith("http"));
    }
  }

  private static List<String> find(String html) {
    return Links.of(html, PAGE).stream().map(URI::toString).toList();
  }
}
