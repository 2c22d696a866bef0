// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the links in HTML: the values of {@code href} and {@code src}, in any tag, in the order in
 * which they are written, each once. It knows what a browser would not take for a tag: comments,
 * scripts, styles. It knows {@code <base href>}. It knows the character references that occur in
 * addresses, not all that there are. One pass, whatever the text.
 */
final class Links {
  private static final Pattern REFERENCE =
      Pattern.compile("&(amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});");
  private static final Set<String> OF_TEXT = Set.of("script", "style", "title", "textarea");

  private final Set<URI> found = new LinkedHashSet<>();
  private final String html;
  private URI base;
  private int at;

  private Links(String html, URI page) {
    this.html = html;
    this.base = page;
  }

  /** {@return where the links of {@code page} lead to, to other sites, too} */
  static List<URI> of(String html, URI page) {
    Links links = new Links(html, page);
    links.read();
    return new ArrayList<>(links.found);
  }

  private void read() {
    while (skipTo("<")) {
      if (html.startsWith("!--", at)) {
        at += 3;
        skipTo("-->");
      } else if (at < html.length() && Character.isLetter(html.charAt(at))) {
        tag();
      }
    }
  }

  private void tag() {
    String tag = word("/>").toLowerCase(Locale.ROOT);
    for (skip("/"); at < html.length() && html.charAt(at) != '>'; skip("/")) {
      int start = at;
      String name = word("/>=").toLowerCase(Locale.ROOT);
      skip("");
      if (at < html.length() && html.charAt(at) == '=') {
        at++;
        skip("");
        attribute(tag, name, value());
      } else if (at == start) {
        at++;
      }
    }
    if (OF_TEXT.contains(tag)) {
      skipToEndOf(tag);
    }
  }

  private void attribute(String tag, String name, @Nullable String value) {
    if (value == null || (!name.equals("href") && !name.equals("src"))) {
      return;
    }
    URI address = Address.resolve(base, REFERENCE.matcher(value).replaceAll(Links::meant));
    if (address == null) {
      return;
    }
    if (tag.equals("base")) {
      base = address;
    } else {
      found.add(address);
    }
  }

  /** The value of an attribute; null if the page is cut off in it. */
  private @Nullable String value() {
    if (at < html.length() && (html.charAt(at) == '"' || html.charAt(at) == '\'')) {
      String quote = html.substring(at, at + 1);
      int start = ++at;
      return skipTo(quote) ? html.substring(start, at - 1) : null;
    }
    return word(">");
  }

  /** The characters up to a space or one of {@code ends}. */
  private String word(String ends) {
    int start = at;
    while (at < html.length() && !isSpace(html.charAt(at)) && ends.indexOf(html.charAt(at)) < 0) {
      at++;
    }
    return html.substring(start, at);
  }

  private void skip(String alsoThese) {
    while (at < html.length()
        && (isSpace(html.charAt(at)) || alsoThese.indexOf(html.charAt(at)) >= 0)) {
      at++;
    }
  }

  /** Goes behind the next {@code mark}, or to the end if there is none. */
  private boolean skipTo(String mark) {
    int next = html.indexOf(mark, at);
    at = next < 0 ? html.length() : next + mark.length();
    return next >= 0;
  }

  private void skipToEndOf(String tag) {
    while (skipTo("</")) {
      if (html.regionMatches(true, at, tag, 0, tag.length())) {
        return;
      }
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }

  private static String meant(MatchResult reference) {
    String name = reference.group(1);
    String character =
        switch (name) {
          case "amp" -> "&";
          case "lt" -> "<";
          case "gt" -> ">";
          case "quot" -> "\"";
          case "apos" -> "'";
          default -> {
            boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
            int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            yield Character.isValidCodePoint(code) ? Character.toString(code) : "\uFFFD";
          }
        };
    return Matcher.quoteReplacement(character);
  }
}
