package labs.rpc.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;

/** One exchange as it is on the wire, over a plain socket: nothing is hidden in a library. */
final class Wire {
    private final Screen screen;

    Wire(Screen screen) {
        this.screen = screen;
    }

    void show(int port, String method, Object... params) throws IOException {
        byte[] body = MessageCodec.encode(new MethodCall(method, List.of(params)));
        String head =
                """
                POST /RPC2 HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Content-Type: text/xml\r
                Content-Length: %d\r
                Connection: close\r
                \r
                """
                        .formatted(port, body.length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.getBytes(UTF_8));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            print(true, request.toByteArray());
            // Connection: close makes the end of the stream the end of the response.
            print(false, socket.getInputStream().readAllBytes());
        }
    }

    private void print(boolean request, byte[] bytes) {
        String text = new String(bytes, UTF_8).replace("\r\n", "\n");
        text.lines().forEach(line -> screen.wire(request, line));
        screen.note((request ? "sent " : "received ") + bytes.length + " bytes");
        screen.blank();
    }
}
