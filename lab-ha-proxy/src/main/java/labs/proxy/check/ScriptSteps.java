package labs.proxy.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;
import java.util.List;
import labs.proxy.config.Script;

/** What checks with a name of their own say and hear. */
final class ScriptSteps {
    private ScriptSteps() {}

    static List<Script.Step> of(Script script) {
        return switch (script.kind()) {
            case TCP -> script.steps();
            case REDIS -> List.of(send("*1\r\n$4\r\nPING\r\n"), text("+PONG"));
            case SMTP ->
                    List.of(
                            pattern("^220"),
                            send(script.argument() + "\r\n"),
                            pattern("^2\\d\\d"),
                            send("QUIT\r\n"));
            case PGSQL -> List.of(send(startup(script.argument())), pattern("^[RE]"));
            // A greeting of protocol 10, behind its length and number; an error is no greeting.
            case MYSQL -> List.of(pattern("^...\u0000\n"));
            case TLS -> List.of(send(hello()), pattern("^[\u0015\u0016]\u0003"));
        };
    }

    private static Script.Step send(String text) {
        return new Script.Send(text.getBytes(ISO_8859_1));
    }

    private static Script.Step text(String text) {
        return new Script.Expect(false, false, text.getBytes(ISO_8859_1));
    }

    private static Script.Step pattern(String text) {
        return new Script.Expect(false, true, text.getBytes(ISO_8859_1));
    }

    // Length, version 3.0, and who one is.
    private static String startup(String user) {
        String rest = "\0\3\0\0user\0" + user + "\0\0";
        int length = rest.length() + 4;
        return "\0\0" + (char) (length >> 8) + (char) (length & 0xff) + rest;
    }

    // A ClientHello of TLS 1.0 with one cipher, such as any server answers in some way.
    private static String hello() {
        String body = "0301" + "00".repeat(32) + "00" + "0002" + "002f" + "0100";
        String message = "01" + "%06x".formatted(body.length() / 2) + body;
        String record = "160301" + "%04x".formatted(message.length() / 2) + message;
        return new String(HexFormat.of().parseHex(record), ISO_8859_1);
    }
}
