package labs.proxy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an answer of the proxy itself consists of, as far as it has been said. */
final class ReplyWords {
    static final List<String> SUPPORTED =
            List.of(
                    "status",
                    "content-type",
                    "string",
                    "lf-string",
                    "file",
                    "lf-file",
                    "hdr",
                    "errorfile",
                    "errorfiles",
                    "default-errorfiles");

    private final Section section;
    private String type;
    private Format body;
    private boolean errorPage;
    private Map<Integer, String> pages = Map.of(); // of a section http-errors
    private final List<HttpRule.Field> fields = new ArrayList<>();

    ReplyWords(Section section, boolean errorPage) {
        this.section = section;
        this.errorPage = errorPage;
    }

    boolean take(Words words) {
        String word = words.peek();
        if (!SUPPORTED.contains(word)) {
            return false;
        }
        words.next("");
        switch (word) {
            case "content-type" -> type = words.next("the type");
            case "string" -> body(Format.of(words.next("the text")));
            case "lf-string" -> body(Formats.read(words.next("the text")));
            case "file" -> body(Format.of(content(words.next("the file"))));
            case "lf-file" -> body(Formats.read(content(words.next("the file"))));
            case "hdr" -> field(words);
            case "errorfile" -> {
                body(Format.of(ErrorPages.body(words.next("the file"))));
                type = type == null ? "text/html" : type;
            }
            case "errorfiles" -> pages = HttpKeywords.group(words.next("the group"), section);
            default -> errorPage = true;
        }
        return true;
    }

    private void body(Format content) {
        body = content;
        errorPage = false;
    }

    private void field(Words words) {
        String name = words.next("the header's name");
        fields.add(new HttpRule.Field(name, Formats.ofLine(words.next("its value"))));
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new LineException("cannot read '" + file + "': " + e.getMessage());
        }
    }

    HttpRule.Reply reply(int status) {
        if (pages.containsKey(status)) {
            String page = pages.get(status);
            body(Format.of(page.substring(page.indexOf("\r\n\r\n") + 4)));
            type = type == null ? "text/html" : type;
        }
        return new HttpRule.Reply(
                Optional.ofNullable(type), Optional.ofNullable(body), errorPage, fields);
    }
}
