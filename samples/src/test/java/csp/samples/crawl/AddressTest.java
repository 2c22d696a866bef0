// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  /** Those of RFC 3986, 5.4, but for the fragments, and those that leave http. */
  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g/",
    "?y, http://a/b/c/d;p?y",
    "g?y, http://a/b/c/g?y",
    "#s, http://a/b/c/d;p?q",
    "g#s, http://a/b/c/g",
    "g?y#s, http://a/b/c/g?y",
    ";x, http://a/b/c/;x",
    "g;x?y#s, http://a/b/c/g;x?y",
    "'', http://a/b/c/d;p?q",
    "., http://a/b/c/",
    "./, http://a/b/c/",
    ".., http://a/b/",
    "../, http://a/b/",
    "../g, http://a/b/g",
    "../.., http://a/",
    "../../, http://a/",
    "../../g, http://a/g",
    "../../../g, http://a/g",
    "../../../../g, http://a/g",
    "/./g, http://a/g",
    "/../g, http://a/g",
    "g., http://a/b/c/g.",
    ".g, http://a/b/c/.g",
    "g.., http://a/b/c/g..",
    "..g, http://a/b/c/..g",
    "./../g, http://a/b/g",
    "./g/., http://a/b/c/g/",
    "g/./h, http://a/b/c/g/h",
    "g/../h, http://a/b/c/h",
    "g;x=1/./y, http://a/b/c/g;x=1/y",
    "g;x=1/../y, http://a/b/c/y",
    "g?y/./x, http://a/b/c/g?y/./x",
    "g?y/../x, http://a/b/c/g?y/../x"
  })
  void resolvesAsTheStandardSays(String link, String expected) {
    assertThat(Address.resolve(URI.create("http://a/b/c/d;p?q"), link)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP://EXAMPLE.org, http://example.org/",
    "http://example.org:80/x, http://example.org/x",
    "https://example.org:443, https://example.org/",
    "https://example.org:80/, https://example.org:80/",
    "http://example.org:/, http://example.org/",
    "http://[::1]:8000/, http://[::1]:8000/",
    "http://h/a//b/../c, http://h/a//c",
    "http://h/..//a, http://h//a",
    "http://h/%7euser/%2fx, http://h/~user/%2Fx",
    "http://h/a b, http://h/a%20b",
    "http://h/100%, http://h/100%25",
    "http://h/%zz, http://h/%25zz",
    "http://h/é?ü, http://h/%C3%A9?%C3%BC",
    "http://h/😀, http://h/%F0%9F%98%80",
    "http://h/?a[]=1&b={2}, http://h/?a[]=1&b=%7B2%7D",
    "http://h?q, http://h/?q",
    "http://h/#a#b, http://h/"
  })
  void hasOneSpelling(String typed, String expected) {
    assertThat(Address.typed(typed)).hasToString(expected);
    assertThat(Address.typed(expected)).as("again").hasToString(expected);
  }

  @Test
  void spacesAroundAndLineEndsInsideAreNoPart() {
    assertThat(Address.resolve(URI.create("http://h/"), " /a\n/b\t ")).hasToString("http://h/a/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:me@example.org",
        "javascript:alert('x y')",
        "data:text/html,<p>",
        "ftp://h/",
        "http:",
        "http:x",
        "http://",
        "http://me@h/",
        "http://h:99999/",
        "http://h:x/",
        "//",
        ":",
        "1:2"
      })
  void otherThingsAreNoPages(String link) {
    assertThat(Address.resolve(URI.create("http://h/"), link)).isNull();
    assertThat(Address.typed(link)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/a, http://h/b?c, true",
    "http://h/, https://h/, false",
    "http://h/, http://h:8080/, false",
    "http://h/, http://www.h/, false",
    "http://h:8080/a, http://h:8080/b, true"
  })
  void siteIsSchemeHostAndPort(URI one, URI other, boolean same) {
    assertThat(Address.sameSite(one, other)).isEqualTo(same);
  }
}
