// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of pages in one spelling, so that a page is not taken for two. Resolves as RFC 3986,
 * section 5.2, says, and then normalises: scheme and host in lower case; no port where it is the
 * usual one; no dot segments; no fragment; a path, which is at least a slash; what need not be
 * escaped is not, and what must be is, as UTF-8.
 */
final class Address {
  private static final String UNRESERVED_SIGNS = "-._~";
  private static final String RESERVED = ":/?[]@!$&'()*+,;=";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern LINE_ENDS = Pattern.compile("[\\t\\r\\n]");

  private Address() {}

  /** {@return what was typed, normalised; null if it is no address of a page} */
  static @Nullable URI typed(String text) {
    URI address = parsed(text);
    return address == null || !address.isAbsolute() ? null : normalised(address);
  }

  /** {@return what {@code link} means on the page {@code base}; null if that is no page} */
  static @Nullable URI resolve(URI base, String link) {
    URI reference = parsed(link);
    if (reference == null) {
      return null;
    }
    if (reference.isAbsolute()) {
      return normalised(reference);
    }
    if (reference.getRawAuthority() != null) {
      return normalised(parsed(base.getScheme() + ":" + reference));
    }
    String path = reference.getRawPath();
    String query = reference.getRawQuery();
    if (path.isEmpty()) {
      path = base.getRawPath();
      query = query == null ? base.getRawQuery() : query;
    } else if (!path.startsWith("/")) {
      String basePath = base.getRawPath();
      path = basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
    }
    return made(base.getScheme(), base.getRawAuthority(), path, query);
  }

  /** {@return whether both are of one site: of the same scheme, host and port} */
  static boolean sameSite(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getRawAuthority().equals(other.getRawAuthority());
  }

  private static @Nullable URI normalised(@Nullable URI address) {
    if (address == null || address.getHost() == null || address.getRawUserInfo() != null) {
      return null; // mailto: and the like, too
    }
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    int usualPort =
        switch (scheme) {
          case "http" -> 80;
          case "https" -> 443;
          default -> -1;
        };
    if (usualPort < 0) {
      return null;
    }
    int port = address.getPort();
    if (port > 65_535) {
      return null;
    }
    String host = address.getHost().toLowerCase(Locale.ROOT);
    String authority = port < 0 || port == usualPort ? host : host + ":" + port;
    return made(scheme, authority, address.getRawPath(), address.getRawQuery());
  }

  private static @Nullable URI made(
      String scheme, String authority, String path, @Nullable String query) {
    return parsed(
        scheme + "://" + authority + withoutDots(path) + (query == null ? "" : "?" + query));
  }

  /**
   * A path, absolute or empty, as RFC 3986, 5.2.4, says. Empty segments stay: to a server {@code
   * a//b} need not be {@code a/b}.
   */
  private static String withoutDots(String path) {
    Deque<String> segments = new ArrayDeque<>();
    String last = "";
    for (String segment : path.split("/", -1)) {
      last = segment;
      switch (segment) {
        case "." -> {}
        case ".." -> {
          if (segments.size() > 1) { // the first is what is before the first slash
            segments.removeLast();
          }
        }
        default -> segments.addLast(segment);
      }
    }
    if (last.equals(".") || last.equals("..")) {
      segments.addLast(""); // a directory
    }
    return path.isEmpty() ? "/" : String.join("/", segments);
  }

  /** Without its fragment, and escaped, so that both are no reason not to read it. */
  private static @Nullable URI parsed(String text) {
    String line = LINE_ENDS.matcher(text.strip()).replaceAll("");
    int fragment = line.indexOf('#');
    try {
      return new URI(escaped(fragment < 0 ? line : line.substring(0, fragment)));
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int escape = text.charAt(i) == '%' ? escapeAt(text, i) : -1;
      int c = escape < 0 ? text.codePointAt(i) : escape;
      if (isUnreserved(c) || (escape < 0 && RESERVED.indexOf(c) >= 0)) {
        escaped.appendCodePoint(c);
      } else if (escape < 0) {
        for (byte b : Character.toString(c).getBytes(UTF_8)) {
          appendEscape(escaped, b);
        }
      } else {
        appendEscape(escaped, (byte) c);
      }
      i += escape < 0 ? Character.charCount(c) : 3;
    }
    return escaped.toString();
  }

  private static int escapeAt(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(percent + 1), 16);
    int low = Character.digit(text.charAt(percent + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static void appendEscape(StringBuilder to, byte b) {
    to.append('%').append(HEX.toHexDigits(b));
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED_SIGNS.indexOf(c) >= 0;
  }
}
