// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {
  /** A figure for each library in each cell; csp needs 100 ns. */
  private static List<Measurement> everything() {
    List<Measurement> all = new ArrayList<>();
    for (Cell cell : Cells.ALL) {
      for (Library library : cell.libraries()) {
        double nanos = library == Library.CSP ? 100 : 20.0 * (1 + library.ordinal());
        all.add(new Measurement(cell.name(), library, List.of(nanos), 0));
      }
    }
    return all;
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> bars(Document document) {
    NodeList found = document.getElementsByTagName("rect");
    List<Element> bars = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      bars.add((Element) found.item(i));
    }
    return bars;
  }

  private static double width(Element bar) {
    return Double.parseDouble(bar.getAttribute("width"));
  }

  @Test
  void chartIsWellFormedAndHasABarForEachFigure() throws Exception {
    String svg = new Report(everything()).chart();

    assertThat(bars(parsed(svg)))
        .hasSameSizeAs(everything())
        .allSatisfy(bar -> assertThat(width(bar)).isPositive());
    assertThat(svg.length()).isLessThan(60_000);
    assertThat(svg).contains("prefers-color-scheme:dark", "<title>");
    assertThat(List.of(Library.values()))
        .allSatisfy(library -> assertThat(svg).contains("." + library.label() + "{fill:"));
  }

  @Test
  void barIsAsLongAsItsTimeBesideOursOnALogarithmicScale() throws Exception {
    String svg =
        new Report(
                List.of(
                    new Measurement("pp", Library.CSP, List.of(100.0), 0),
                    new Measurement("pp", Library.SQ, List.of(1000.0), 0),
                    new Measurement("pp", Library.GO, List.of(10.0), 0)))
            .chart();

    List<Element> bars = bars(parsed(svg));
    assertThat(bars)
        .extracting(bar -> bar.getAttribute("class"))
        .containsExactly("csp", "sq", "go");
    assertThat(width(bars.get(1)) - width(bars.get(0)))
        .isPositive()
        .isEqualTo(width(bars.get(0)) - width(bars.get(2)));
    assertThat(svg).contains(">10.00</text>", ">0.10</text>");
  }

  @Test
  void failedRunHasNoBar() throws Exception {
    String svg =
        new Report(
                List.of(
                    new Measurement("pp", Library.CSP, List.of(100.0), 0),
                    Measurement.failed("pp", Library.SQ)))
            .chart();

    assertThat(bars(parsed(svg))).hasSize(1);
  }

  @Test
  void pictureIsBesideThePageThatShowsIt(@TempDir Path folder) throws IOException {
    Page.write(folder.resolve("figures.md"), new Report(everything()), Runs.QUICK, "");

    assertThat(folder.resolve("figures.md")).content().contains("](figures.svg)");
    assertThat(Files.readString(folder.resolve("figures.svg"))).startsWith("<svg ");
  }
}
