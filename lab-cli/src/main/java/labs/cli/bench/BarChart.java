package labs.cli.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import labs.cli.bench.Bench.Result;
import labs.cli.bench.Bench.Series;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.CategoryStyler;

/** Draws a result as bars: the medians, and whiskers as long as the farthest round. */
public final class BarChart {
    private static final Color[] COLOURS = {
        new Color(0x1F6FB2), new Color(0xC45A1B), new Color(0x4B8B3B), new Color(0x7A5BA6)
    };

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
                        .xAxisTitle(
                                "medians of %d rounds; whiskers: the farthest".formatted(rounds))
                        .build();
        style(chart.getStyler());
        for (Series series : result.series()) {
            Spread spread = series.spread();
            chart.addSeries(
                    series.name(), List.of(" "), List.of(spread.median()), List.of(spread.reach()));
        }
        return chart;
    }

    private static void style(CategoryStyler styler) {
        styler.setSeriesColors(COLOURS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesStroke(new BasicStroke(0.5f)); // dashes would be a path each
        styler.setXAxisTicksVisible(false);
        styler.setLabelsVisible(true);
        styler.setLabelsPosition(0.5);
        styler.setLabelsFontColor(Color.WHITE);
        styler.setLabelsFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setYAxisDecimalPattern("#,##0.###");
        styler.setAvailableSpaceFill(0.7);
        styler.setYAxisMin(0.0);
    }
}
