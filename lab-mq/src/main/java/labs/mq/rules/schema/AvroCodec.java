package labs.mq.rules.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import labs.mq.rules.PoisonMessageException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Records as bytes and back: {@code 0, id (4 bytes), Avro's binary form}, where the id is that of
 * the writer's schema. It is the layout that Confluent's serializers use. Thread-safe.
 */
public final class AvroCodec {
    private static final byte MAGIC = 0;
    private static final int HEADER = 5;

    // Avro makes room for as much as a length says, before it looks what is there: ten bytes of
    // poison could take two gigabytes. It reads these limits once, when it is loaded.
    static {
        for (String what : List.of("string", "bytes", "collectionItems")) {
            String limit = "org.apache.avro.limits." + what + ".maxLength";
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "1048576"); // what a message of Kafka has by default
            }
        }
    }

    private final SchemaRegistry registry;

    public AvroCodec(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Writes a record.
     *
     * @param id the number of the record's own schema
     */
    public byte[] encode(int id, GenericRecord value) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(HEADER).put(MAGIC).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(value.getSchema()).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what any registered schema wrote as a record of the reader's: fields that the reader
     * does not know are skipped, fields that the writer did not know have the reader's default.
     *
     * @throws PoisonMessageException when the bytes are no such record, or do not end with it, or
     *     the reader's schema cannot be filled from the writer's
     */
    public GenericRecord decode(byte[] bytes, Schema reader) {
        // BEGIN SOLUTION
        if (bytes.length < HEADER || bytes[0] != MAGIC) {
            throw new PoisonMessageException("not in Avro: " + bytes.length + " bytes");
        }
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        Schema writer =
                registry.schema(id)
                        .orElseThrow(() -> new PoisonMessageException("no schema has id " + id));
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
        try {
            // Avro's bytes carry no names: only with the writer's schema do they make sense
            var value = new GenericDatumReader<GenericRecord>(writer, reader).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new PoisonMessageException("more bytes than a record of schema " + id);
            }
            return value;
        } catch (PoisonMessageException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // bytes can mislead a decoder in many ways
            throw new PoisonMessageException("no record of schema " + id + ": " + e, e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }
}
