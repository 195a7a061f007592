package labs.cli.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import labs.cli.bench.Bench.Result;
import labs.cli.bench.Bench.Series;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a result: a bar to the median of each side, and marks at its least and most. */
public final class BarChart {
    private static final Color BAR = new Color(0x5B9BD5);
    private static final Color DARK = new Color(0x333333);

    private static final int LONGEST_TITLE = 68; // characters of the full size

    private BarChart() {}

    /** Writes {@code result} to {@code file} as SVG. */
    public static void draw(Result result, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var out = Files.newOutputStream(file)) {
                VectorGraphicsEncoder.saveVectorGraphic(
                        chart(result), out, VectorGraphicsFormat.SVG);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static CategoryChart chart(Result result) {
        int rounds = result.series().get(0).values().size();
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(720)
                        .height(420)
                        .title(result.title())
                        .yAxisTitle(result.unit() + ", " + result.better() + " is better")
                        .build();
        style(chart.getStyler(), result.title());
        add(chart, result, "median of %d rounds".formatted(rounds), Spread::median);
        mark(add(chart, result, "most", Spread::most), SeriesMarkers.TRIANGLE_DOWN);
        mark(add(chart, result, "least", Spread::least), SeriesMarkers.TRIANGLE_UP);
        return chart;
    }

    private static CategorySeries add(
            CategoryChart chart, Result result, String name, ToDoubleFunction<Spread> height) {
        List<String> sides = result.series().stream().map(Series::name).toList();
        List<Double> heights =
                result.series().stream().map(s -> height.applyAsDouble(s.spread())).toList();
        return chart.addSeries(name, sides, heights);
    }

    private static void mark(CategorySeries series, Marker marker) {
        series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        series.setMarker(marker).setMarkerColor(DARK).setLineColor(DARK).setShowInLegend(true);
    }

    private static void style(CategoryStyler styler, String title) {
        styler.setSeriesColors(new Color[] {BAR, DARK, DARK});
        styler.setOverlapped(true); // the marks stand on their bars
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesStroke(new BasicStroke(0.5f)); // dashes would be a path each
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setMarkerSize(8);
        styler.setYAxisDecimalPattern("#,##0.###");
        styler.setAvailableSpaceFill(0.5);
        styler.setYAxisMin(0.0);
        styler.setChartTitleFont(font(Font.BOLD, titleSize(title)));
        styler.setAxisTitleFont(font(Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 13));
        styler.setLegendFont(font(Font.PLAIN, 13));
    }

    /** A title that is too long for a line would be cut off: it gets smaller letters instead. */
    private static int titleSize(String title) {
        return Math.max(9, Math.min(16, 16 * LONGEST_TITLE / Math.max(1, title.length())));
    }

    private static Font font(int weight, int size) {
        return new Font(Font.SANS_SERIF, weight, size);
    }
}
