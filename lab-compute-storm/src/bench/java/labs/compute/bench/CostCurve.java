package labs.compute.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.kit.bench.Series;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;

/** Time and memory at a tenth, a third, once and three times the case: a process for each. */
final class CostCurve {
    private static final int HEAP = 3_600;
    private static final int WAITING = 2_300;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 3;

    private final Path data;
    private final List<Long> sizes;
    private final Path chart;

    CostCurve(Path data, long rows, Path chart) {
        this.data = data;
        this.sizes = List.of(rows / 10, rows * 3 / 10, rows, rows * 3);
        this.chart = chart;
    }

    List<Series> run() throws IOException {
        var seconds = new Series("cost", "Join and first page", "s", false);
        var memory = new Series("cost-memory", "Resident at most", "MiB", false);
        var times = new ArrayList<Double>();
        var peaks = new ArrayList<Double>();
        for (long rows : sizes) {
            String name = name(rows);
            try (Asked ours =
                    Asked.java("ours", StormBench.tables(data, rows), rows, HEAP, WAITING)) {
                double best = Double.MAX_VALUE;
                for (int time = 0; time < WARM_UPS; time++) {
                    ours.query();
                }
                for (int round = 0; round < ROUNDS; round++) {
                    double taken = ours.query().seconds();
                    seconds.add(name, taken);
                    best = Math.min(best, taken);
                }
                long peak = ours.peakMiB();
                memory.add(name, peak);
                times.add(best);
                peaks.add((double) peak);
                System.out.printf("%s: %.3f s, %d MiB%n", name, best, peak);
            }
        }
        seconds.ratio(name(sizes.get(3)), name(sizes.get(2)), 3.3);
        draw(times, peaks);
        return List.of(seconds, memory);
    }

    private static String name(long rows) {
        return String.format("%,d rows", rows);
    }

    private void draw(List<Double> times, List<Double> peaks) throws IOException {
        List<Double> millions = sizes.stream().map(rows -> rows / 1e6).toList();
        XYChart lines =
                new XYChartBuilder()
                        .width(720)
                        .height(440)
                        .title("The case on Storm: join and first page")
                        .xAxisTitle("million rows in each table")
                        .yAxisTitle("seconds")
                        .build();
        lines.addSeries("seconds (left)", millions, times).setYAxisGroup(0);
        lines.addSeries("MiB resident (right)", millions, peaks).setYAxisGroup(1);
        lines.setYAxisGroupTitle(1, "MiB");
        lines.getStyler().setYAxisMin(0, 0.0).setYAxisMin(1, 0.0).setXAxisMin(0.0);
        lines.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
        lines.getStyler().setChartBackgroundColor(Color.WHITE);
        lines.getStyler().setLegendPosition(LegendPosition.OutsideS);
        VectorGraphicsEncoder.saveVectorGraphic(
                lines, chart.toString().replaceAll("\\.svg$", ""), VectorGraphicsFormat.SVG);
    }
}
