package labs.rpc.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.XmlRpcRequest;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.apache.xmlrpc.client.XmlRpcClientRequestImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.TypeFactoryImpl;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.XmlRpcRequestParser;
import org.apache.xmlrpc.serializer.DefaultXMLWriterFactory;
import org.apache.xmlrpc.serializer.XmlRpcWriter;
import org.apache.xmlrpc.util.SAXParsers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * The call of {@link Orders} to bytes and back, by our codec and by Apache's own writer and parser,
 * used as it uses them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CodecBench {
    private final MethodCall call = new MethodCall("orders.quote", Orders.params());
    private final byte[] document = MessageCodec.encode(call);
    private final XmlRpcStreamConfig config = new XmlRpcClientConfigImpl();
    private final TypeFactory types = new TypeFactoryImpl(new XmlRpcClient());
    private final XmlRpcRequest request =
            new XmlRpcClientRequestImpl(new XmlRpcClientConfigImpl(), call.method(), call.params());

    /** Both must read the same out of the same document, or the comparison means nothing. */
    public CodecBench() {
        try {
            List<?> apaches = apacheDecode();
            if (!apaches.equals(call.params())
                    || !MessageCodec.decodeCall(apacheEncode()).equals(call)
                    || !oursDecode().equals(call)) {
                throw new IllegalStateException("the two codecs do not agree: " + apaches);
            }
        } catch (IOException | SAXException | XmlRpcException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public byte[] oursEncode() {
        return MessageCodec.encode(call);
    }

    @Benchmark
    public MethodCall oursDecode() {
        return MessageCodec.decodeCall(document);
    }

    @Benchmark
    public byte[] apacheEncode() throws SAXException, XmlRpcException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var handler = new DefaultXMLWriterFactory().getXmlWriter(config, out);
        new XmlRpcWriter(config, handler, types).write(request);
        return out.toByteArray();
    }

    @Benchmark
    public List<?> apacheDecode() throws IOException, SAXException, XmlRpcException {
        XmlRpcRequestParser parser = new XmlRpcRequestParser(config, types);
        XMLReader reader = SAXParsers.newXMLReader();
        reader.setContentHandler(parser);
        reader.parse(new InputSource(new ByteArrayInputStream(document)));
        return parser.getParams();
    }
}
