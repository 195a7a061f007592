package labs.rpc.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import labs.kit.bench.Series;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link CodecBench} in rounds, each with a fresh JVM for each of the four methods. */
final class CodecRounds {
    private static final int ROUNDS = 3;
    private static final Map<String, String> SYSTEMS =
            Map.of("ours", "ours", "apache", "Apache XML-RPC");

    private CodecRounds() {}

    static List<Series> run() throws RunnerException {
        Series encode = new Series("encode", "encode a small struct call", "documents/s", true);
        Series decode = new Series("decode", "decode a small struct call", "documents/s", true);
        Series encodeBytes =
                new Series("encode-bytes", "the same: allocated", "bytes/document", false);
        Series decodeBytes =
                new Series("decode-bytes", "the same: allocated", "bytes/document", false);
        for (int i = 0; i < ROUNDS; i++) {
            for (RunResult result : round()) {
                String method = result.getParams().getBenchmark().replaceAll(".*\\.", "");
                String system = SYSTEMS.get(method.replaceAll("[A-Z].*", ""));
                boolean encodes = method.endsWith("Encode");
                double perSecond = result.getPrimaryResult().getScore();
                double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
                System.out.printf(
                        "%-14s %9.0f documents/s %8.0f bytes each%n", method, perSecond, bytes);
                (encodes ? encode : decode).add(system, perSecond);
                (encodes ? encodeBytes : decodeBytes).add(system, bytes);
            }
        }
        for (Series series : List.of(encode, decode)) {
            series.ratio("ours", "Apache XML-RPC", 3);
        }
        for (Series series : List.of(encodeBytes, decodeBytes)) {
            series.ratio("ours", "Apache XML-RPC", 1);
        }
        return List.of(encode, decode, encodeBytes, decodeBytes);
    }

    private static Collection<RunResult> round() throws RunnerException {
        Options options =
                new OptionsBuilder()
                        .include(CodecBench.class.getName())
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgs("-Xms256m", "-Xmx256m", "-XX:+UseParallelGC")
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build();
        return new Runner(options).run();
    }
}
