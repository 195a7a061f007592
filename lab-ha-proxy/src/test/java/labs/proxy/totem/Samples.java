package labs.proxy.totem;

import java.util.stream.LongStream;
import labs.proxy.totem.TotemMessage.Data;

/** What the tests of the pieces say often. */
final class Samples {
    static final RingId RING = new RingId(7, 0);
    static final RingId NEXT = new RingId(8, 0);

    private Samples() {}

    static Data data(long seq, int sender, boolean safe) {
        return new Data(RING, seq, sender, new Payload.Text(sender + "/1/" + seq, safe));
    }

    static Data data(long seq) {
        return data(seq, 1, false);
    }

    static Backlog backlog(long... seqs) {
        var backlog = new Backlog();
        LongStream.of(seqs).forEach(seq -> backlog.add(data(seq)));
        return backlog;
    }
}
