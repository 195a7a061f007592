package labs.cli.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/** What a benchmark measured, as its JSON file says. */
public record Bench(
        @JsonProperty(required = true) String chapter,
        @JsonProperty(required = true) List<Result> results) {

    /**
     * One thing measured on several sides.
     *
     * @param better {@code higher} or {@code lower}
     */
    public record Result(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String unit,
            @JsonProperty(required = true) String better,
            @JsonProperty(required = true) List<Series> series,
            @JsonProperty(required = true) List<Ratio> ratios) {

        /** The quotients of two series, round by round. */
        public Spread spread(Ratio ratio) {
            List<Double> of = values(ratio.of());
            List<Double> to = values(ratio.to());
            return Spread.of(
                    IntStream.range(0, of.size()).mapToObj(i -> of.get(i) / to.get(i)).toList());
        }

        /** Whether the median quotient is at least the goal; at most, where lower is better. */
        public boolean meets(Ratio ratio) {
            double median = spread(ratio).median();
            return better.equals("lower") ? median <= ratio.goal() : median >= ratio.goal();
        }

        private List<Double> values(String seriesName) {
            return series.stream()
                    .filter(each -> each.name().equals(seriesName))
                    .findFirst()
                    .orElseThrow()
                    .values();
        }
    }

    /** One side; the values of one round stand at the same index in each series. */
    public record Series(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) List<Double> values) {

        public Spread spread() {
            return Spread.of(values);
        }
    }

    /** A quotient of interest; {@code goal} is null when there is none. */
    public record Ratio(
            @JsonProperty(required = true) String of,
            @JsonProperty(required = true) String to,
            Double goal) {}
}
