package labs.cli.proofs;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import labs.cli.course.Repository;
import labs.cli.terminal.Console;

/**
 * {@code docs/proofs.json}: the last proof of each part of the course. Each change is read, merged
 * and put in place in one step, so that others who prove at the same time lose nothing, and whoever
 * stops in the middle leaves the file as it was. Confined to one thread; other processes may have
 * their own.
 */
final class Ledger {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Path file;
    private final Path work; // for the lock and for what is not yet in place
    private final Console console;
    private boolean told; // that the file cannot be read

    Ledger(Repository repository, Console console) {
        this.file = repository.root().resolve(Repository.PROOFS);
        this.work = repository.root().resolve("target/lab");
        this.console = console;
    }

    /** What the file holds. */
    private record Content(int format, SortedMap<String, Entry> proofs) {}

    /** The entries by the name of their part; none, which is said, where there is no ledger. */
    SortedMap<String, Entry> entries() {
        try {
            return read();
        } catch (IOException unreadable) {
            tell(reason(unreadable));
            return new TreeMap<>();
        }
    }

    private SortedMap<String, Entry> read() throws IOException {
        if (!Files.exists(file)) {
            tell("there is none yet");
            return new TreeMap<>();
        }
        JsonNode tree = JSON.readTree(Files.readString(file));
        int format = tree.path("format").asInt();
        if (format != FORMAT) {
            tell("its format is %d, and this is a lab for format %d".formatted(format, FORMAT));
            return new TreeMap<>();
        }
        return JSON.treeToValue(tree, Content.class).proofs();
    }

    private static String reason(IOException unreadable) {
        return unreadable instanceof JsonProcessingException wrong
                ? "it cannot be read: " + wrong.getOriginalMessage()
                : "it cannot be read: " + unreadable.getMessage();
    }

    private void tell(String why) {
        if (!told) {
            console.note("lab: %s: %s; nothing counts as proved", Repository.PROOFS, why);
            told = true;
        }
    }

    Optional<Entry> entry(String part) {
        return Optional.ofNullable(entries().get(part));
    }

    /** Which test caught each planted mistake of the part the last time. */
    Map<String, String> caught(String part) {
        return entry(part).<Map<String, String>>map(Entry::caught).orElse(Map.of());
    }

    /** Puts down a proof in the place of the part's last one. */
    void proved(String part, Entry entry) {
        change(
                entries -> {
                    entries.put(part, entry);
                    return entries;
                });
    }

    /** Takes the claim back that the part holds, if there is one. */
    void disproved(String part) {
        if (entry(part).isPresent()) {
            change(
                    entries -> {
                        entries.computeIfPresent(part, (name, entry) -> entry.disproved());
                        return entries;
                    });
        }
    }

    private void change(UnaryOperator<SortedMap<String, Entry>> change) {
        try {
            Files.createDirectories(work);
            Path lock = work.resolve("proofs.lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                write(change.apply(entries()));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    /** Writes beside and moves; whoever holds the lock is alone here. */
    private void write(SortedMap<String, Entry> entries) throws IOException {
        String text = JSON.writer(lines()).writeValueAsString(new Content(FORMAT, entries)) + "\n";
        Path written = work.resolve("proofs.new");
        Files.writeString(written, text);
        force(written);
        Files.createDirectories(file.getParent());
        Files.move(
                written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A line for each value, so that two branches which proved different chapters merge. */
    private static DefaultPrettyPrinter lines() {
        return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    }

    /** A crash of the machine must not leave an empty file in the place of a full one. */
    private static void force(Path written) throws IOException {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
