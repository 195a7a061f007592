package labs.kit.evidence;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import labs.kit.evidence.Diagram.Arrow;
import labs.kit.evidence.Diagram.Band;
import labs.kit.evidence.Diagram.Bar;
import labs.kit.evidence.Diagram.Look;
import labs.kit.evidence.Diagram.Mark;

/** Writes a {@link Diagram} as one HTML page with an SVG in it. Used once. */
final class DiagramPage {
    private static final int LEFT = 110;
    private static final int NAME_EVERY = 1_200; // of a lane, when the picture is wide
    private static final int TOP = 34;
    private static final String STYLE =
            """
            body { font: 14px/1.45 system-ui, "DejaVu Sans", sans-serif; margin: 1.5rem; color: #1c2430; }
            h1 { font-size: 1.25rem; } li { font-family: monospace; overflow-wrap: anywhere; }
            .picture { overflow-x: auto; border: 1px solid #dfe4ea; border-radius: 6px; }
            svg text { font: 11px system-ui, "DejaVu Sans", sans-serif; fill: #1c2430; }
            svg .lane { font-size: 13px; font-weight: 600; } svg .soft { fill: #5c6675; }
            .line { stroke: #c5ccd6; } .PLAIN { fill: #cfe3f7; stroke: #3b78b5; }
            .UNKNOWN { fill: #eceff3; stroke: #8b95a3; stroke-dasharray: 4 3; }
            .WRONG { fill: #f8c9c4; stroke: #b3261e; stroke-width: 2; }
            .band { fill: #f5d98b; opacity: .45; } .arrow { fill: none; stroke: #3b78b5; }
            .arrow.FAINT { stroke: #d5dce5; } .arrow.OTHER { stroke: #2e8b57; stroke-width: 1.6; }
            .OTHER { fill: #d5eedd; stroke: #2e8b57; }
            .FAINT { fill: #f6f8fa; stroke: #d5dce5; } .arrow.UNKNOWN { stroke: #b3261e; stroke-dasharray: 4 3; fill: none; } .dot { fill: #1c2430; }
            """;

    private final Diagram diagram;
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;
    private final int width;
    private final int laneHeight;
    private final long start;
    private final long end;

    private DiagramPage(Diagram diagram) throws XMLStreamException {
        this.diagram = diagram;
        this.width = diagram.width;
        this.laneHeight = diagram.laneHeight;
        this.out = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
        this.start = times().min().orElse(0);
        this.end = Math.max(start + 1, times().filter(t -> t != Long.MAX_VALUE).max().orElse(1));
    }

    /** Writes the page, and the folders above it. */
    static Path write(Diagram diagram, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var page = new DiagramPage(diagram);
            page.html();
            return Files.writeString(file, "<!doctype html>\n" + page.text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the evidence to " + file, e);
        }
    }

    private LongStream times() {
        LongStream bars = diagram.bars.stream().flatMapToLong(b -> LongStream.of(b.from(), b.to()));
        LongStream arrows =
                diagram.arrows.stream().flatMapToLong(a -> LongStream.of(a.sent(), a.arrived()));
        LongStream marks = diagram.marks.stream().mapToLong(Mark::at);
        return LongStream.concat(LongStream.concat(bars, arrows), marks);
    }

    private void html() throws XMLStreamException {
        out.writeStartElement("html");
        out.writeAttribute("lang", "en");
        out.writeStartElement("head");
        out.writeEmptyElement("meta");
        out.writeAttribute("charset", "utf-8");
        element("title", diagram.title());
        element("style", STYLE);
        out.writeEndElement();
        out.writeStartElement("body");
        element("h1", diagram.title());
        out.writeStartElement("ul");
        for (String fact : diagram.facts) {
            element("li", fact);
        }
        out.writeEndElement();
        out.writeStartElement("div");
        out.writeAttribute("class", "picture");
        svg();
        out.writeEndDocument();
        out.flush();
    }

    private void svg() throws XMLStreamException {
        int height = TOP + laneHeight * diagram.lanes().size() + 30;
        out.writeStartElement("svg");
        attributes(
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                LEFT + width + 80,
                "height",
                height);
        for (Band band : diagram.bands) {
            draw(band);
        }
        for (int lane = 0; lane < diagram.lanes().size(); lane++) {
            for (int at = 0; at == 0 || at < width; at += NAME_EVERY) {
                text("lane", 10 + at, y(lane) + (at == 0 ? 4 : 28), diagram.lanes().get(lane));
            }
            shape("line", "line", "x1", LEFT, "x2", LEFT + width, "y1", y(lane), "y2", y(lane));
        }
        for (Arrow arrow : diagram.arrows) {
            draw(arrow);
        }
        for (Bar bar : diagram.bars) {
            draw(bar);
        }
        for (Mark mark : diagram.marks) {
            shape("circle", "dot", "cx", x(mark.at()), "cy", y(mark.lane()), "r", 3);
            text("soft", x(mark.at()) + 4, y(mark.lane()) + 26, mark.label());
        }
        axis(height);
        out.writeEndElement();
    }

    private void draw(Band band) throws XMLStreamException {
        double top = band.lane() < 0 ? TOP : y(band.lane()) - laneHeight / 2.0;
        int height = band.lane() < 0 ? laneHeight * diagram.lanes().size() : laneHeight;
        double wide = Math.max(2, x(band.to()) - x(band.from()));
        shape("rect", "band", "x", x(band.from()), "y", top, "width", wide, "height", height);
        text("soft", x(band.from()) + 3, band.lane() < 0 ? TOP - 6 : top + 12, band.label());
    }

    private void draw(Bar bar) throws XMLStreamException {
        double wide = Math.max(3, x(bar.to()) - x(bar.from()));
        out.writeStartElement("rect");
        attributes(
                "class",
                bar.look(),
                "rx",
                3,
                "x",
                x(bar.from()),
                "y",
                y(bar.lane()) - 11,
                "width",
                wide,
                "height",
                22);
        element("title", bar.label());
        out.writeEndElement();
        text("", x(bar.from()) + 3, y(bar.lane()) - 14, bar.label());
    }

    private void draw(Arrow arrow) throws XMLStreamException {
        boolean lost = arrow.look() == Look.UNKNOWN;
        double toX = lost ? x(arrow.sent()) + 12 : x(arrow.arrived());
        double toY = lost ? (2 * y(arrow.from()) + y(arrow.to())) / 3 : y(arrow.to());
        out.writeStartElement("line");
        attributes(
                "class",
                "arrow " + arrow.look(),
                "x1",
                x(arrow.sent()),
                "y1",
                y(arrow.from()),
                "x2",
                toX,
                "y2",
                toY);
        element("title", arrow.label());
        out.writeEndElement();
        shape("circle", "dot", "cx", toX, "cy", toY, "r", lost ? 0 : 2);
        if (!arrow.shown().isEmpty()) {
            text(
                    "soft",
                    (x(arrow.sent()) + toX) / 2 + 3,
                    (y(arrow.from()) + toY) / 2,
                    arrow.shown());
        }
    }

    private void axis(int height) throws XMLStreamException {
        long step = roundStep((end - start) / (10 * Math.max(1, width / 1_500)));
        String format = step < 1_000_000 ? "%.3f ms" : "%.0f ms";
        for (long time = start; time <= end; time += step) {
            String label = String.format(Locale.ROOT, format, (time - start) / 1e6);
            text("soft", x(time), height - 8, label);
        }
    }

    /** One, two or five times a power of ten, at least that long. */
    private static long roundStep(long atLeast) {
        long power = 1;
        while (power * 10 <= atLeast) {
            power *= 10;
        }
        for (int times : new int[] {1, 2, 5}) {
            if (times * power >= atLeast) {
                return times * power;
            }
        }
        return 10 * power;
    }

    private double x(long time) {
        long shown = Math.max(start, Math.min(time, end));
        return LEFT + Math.round(10.0 * width * (shown - start) / (end - start)) / 10.0;
    }

    private double y(int lane) {
        return TOP + laneHeight * lane + laneHeight / 2.0;
    }

    private void element(String name, String content) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(content);
        out.writeEndElement();
    }

    private void text(String style, double x, double y, String content) throws XMLStreamException {
        out.writeStartElement("text");
        attributes("class", style, "x", x, "y", y);
        out.writeCharacters(content);
        out.writeEndElement();
    }

    private void shape(String name, String style, Object... attributes) throws XMLStreamException {
        out.writeEmptyElement(name);
        attributes("class", style);
        attributes(attributes);
    }

    private void attributes(Object... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.writeAttribute(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
    }
}
