package labs.zookeeper.answers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import labs.kit.ReplyFilter;
import org.apache.zookeeper.ZooDefs.OpCode;

/**
 * The answers that the clients of one proxy get: counts them by the operations that they answer,
 * and loses one. Thread-safe.
 */
final class Answers implements ReplyFilter.Factory {
    private static final int TYPE = 8; // behind the length and the number of the request

    private final List<Answer> given = new ArrayList<>(); // guarded by this
    private final Map<Integer, Integer> counts = new HashMap<>(); // guarded by this
    private boolean counting; // guarded by this
    private Answer first; // guarded by this; the one that gets lost, or null
    private int toLose; // guarded by this; so many of its kind, from that one on
    private boolean cutsOff; // guarded by this; whether no server is reached from then on
    private boolean cutOff; // guarded by this

    /** From now on they count. */
    synchronized void count() {
        counting = true;
    }

    /** From now on none is lost any more. */
    synchronized void stop() {
        counting = false;
        cutOff = false;
    }

    /** From now on servers are reached again. */
    synchronized void heal() {
        cutOff = false;
    }

    synchronized List<Answer> given() {
        return List.copyOf(given);
    }

    /** Loses that answer as that says. */
    synchronized void lose(Answer answer, Loss loss) {
        first = answer;
        toLose = loss.times;
        cutsOff = loss.cut;
    }

    @Override
    public ReplyFilter create() {
        return new Connection();
    }

    private synchronized boolean isCutOff() {
        return cutOff;
    }

    private synchronized boolean loses(int operation) {
        if (!counting || operation == OpCode.setWatches || operation == OpCode.setWatches2) {
            return false;
        }
        int nth = counts.merge(operation, 1, Integer::sum);
        given.add(new Answer(operation, nth));
        if (first == null || operation != first.operation() || nth < first.nth() || toLose == 0) {
            return false;
        }
        toLose--;
        cutOff = cutsOff;
        return true;
    }

    private final class Connection implements ReplyFilter {
        private final Map<Integer, Integer> operations = new ConcurrentHashMap<>(); // by number
        private final Frames requests = new Frames();
        private final Frames replies = new Frames();
        private boolean greeted; // the thread of the requests alone
        private boolean welcomed; // the thread of the replies alone

        @Override
        public void request(byte[] bytes, int length) {
            for (ByteBuffer frame : requests.whole(bytes, length)) {
                if (greeted && frame.limit() >= TYPE + Integer.BYTES) {
                    operations.put(frame.getInt(Integer.BYTES), frame.getInt(TYPE));
                }
                greeted = true;
            }
        }

        @Override
        public Passage reply(byte[] bytes, int length) {
            var passed = new ByteArrayOutputStream();
            if (isCutOff()) {
                return new Passage(passed.toByteArray(), true);
            }
            for (ByteBuffer frame : replies.whole(bytes, length)) {
                if (welcomed && isLost(frame.getInt(Integer.BYTES))) {
                    return new Passage(passed.toByteArray(), true);
                }
                welcomed = true;
                passed.write(frame.array(), frame.arrayOffset(), frame.limit());
            }
            return new Passage(passed.toByteArray(), false);
        }

        /** Numbers below 1 are pings, events, and what a client does by itself. */
        private boolean isLost(int number) {
            Integer operation = operations.remove(number);
            return number > 0 && operation != null && loses(operation);
        }
    }
}
