package labs.rpc.bench;

import org.HdrHistogram.Histogram;

/** What one round brought. */
record Measured(Histogram latencies, double seconds) {
    double perSecond() {
        return latencies.getTotalCount() / seconds;
    }

    double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
