package labs.mq.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import labs.mq.compare.MessageSystem.Destination;
import labs.mq.compare.MessageSystem.Received;
import labs.mq.compare.MessageSystem.Receiver;

/** What tells a queue from a log. Each is answered by doing it, never from a manual. */
enum Question {
    FINISHED("a message that was finished, for a new group") {
        @Override
        String ask(Destination destination) throws Exception {
            send(destination, "1");
            try (Receiver first = destination.receiver("first")) {
                first.finish(await(first));
            }
            try (Receiver other = destination.receiver("other")) {
                return other.receive(destination.silence()).isPresent() ? "is there" : "is gone";
            }
        }
    },
    WORKERS("of three consumers of one partition or queue") {
        @Override
        String ask(Destination destination) throws Exception {
            try (Receiver a = destination.receiver("g");
                    Receiver b = destination.receiver("g");
                    Receiver c = destination.receiver("g")) {
                return serve(destination, List.of(a, b, c)) + " get work";
            }
        }
    },
    FINISHING("finishing the second says of the first") {
        @Override
        String ask(Destination destination) throws Exception {
            send(destination, "1", "2");
            try (Receiver one = destination.receiver("g")) {
                Received first = await(one);
                Optional<Received> second = one.receive(destination.silence());
                if (second.isEmpty()) {
                    // A member of a share group is given no more before it has answered.
                    return finishByAnother(destination, one, first);
                }
                one.finish(second.get());
            }
            return fate(destination);
        }

        private String finishByAnother(Destination destination, Receiver one, Received first)
                throws Exception {
            try (Receiver two = destination.receiver("g")) {
                two.finish(await(two));
            }
            one.refuse(first);
            one.close();
            return fate(destination);
        }

        private String fate(Destination destination) throws Exception {
            try (Receiver next = destination.receiver("g")) {
                return next.receive(destination.silence()).isPresent()
                        ? "nothing"
                        : "it is done, too";
            }
        }
    },
    ORDER("1 is refused while another consumer waits: the order of 1, 2") {
        @Override
        String ask(Destination destination) throws Exception {
            try (Receiver a = destination.receiver("g");
                    Receiver b = destination.receiver("g")) {
                comeIn(destination, List.of(a, b));
                send(destination, "1", "2");
                return String.join(", ", finishBoth(a, b));
            }
        }
    },
    PRIORITY("priorities") {
        @Override
        String ask(Destination destination) throws Exception {
            try {
                destination.send("low", 0, Duration.ZERO);
                destination.send("high", 9, Duration.ZERO);
            } catch (UnsupportedOperationException e) {
                return "none";
            }
            try (Receiver receiver = destination.receiver("g")) {
                return await(receiver).body() + " first";
            }
        }
    },
    DELAY("delayed messages") {
        @Override
        String ask(Destination destination) throws Exception {
            try {
                destination.send("late", MessageSystem.NORMAL, Duration.ofSeconds(2));
            } catch (UnsupportedOperationException e) {
                return "none";
            }
            try (Receiver receiver = destination.receiver("g")) {
                boolean early = receiver.receive(SHORT).isPresent();
                return !early && await(receiver).body().equals("late") ? "yes" : "come early";
            }
        }
    },
    POISON("a message that is refused every time, in ten times") {
        @Override
        String ask(Destination destination) throws Exception {
            send(destination, "poison", "next");
            int attempts = 0;
            try (Receiver receiver = destination.receiver("g")) {
                while (attempts < 10) {
                    Received received = await(receiver);
                    if (received.body().equals("next")) {
                        return "is put aside after " + attempts;
                    }
                    attempts++;
                    receiver.refuse(received);
                }
            }
            return "blocks those behind it";
        }
    };

    /** After so many deliveries in vain a queue puts a message aside: Kafka's share groups' own. */
    static final int ATTEMPTS = 5;

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String text;

    Question(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** What that system does, in a word or two; the destination is empty and new. */
    abstract String ask(Destination destination) throws Exception;

    private static void send(Destination destination, String... bodies) throws Exception {
        for (String body : bodies) {
            destination.send(body, MessageSystem.NORMAL, Duration.ZERO);
        }
    }

    private static Received await(Receiver receiver) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<Received> received = receiver.receive(SHORT);
            if (received.isPresent()) {
                return received.get();
            }
        }
        throw new IllegalStateException("no message came within " + PATIENCE.toSeconds() + " s");
    }

    private static void finish(Receiver receiver, List<String> finished, Duration wait)
            throws Exception {
        Optional<Received> received = receiver.receive(wait);
        if (received.isPresent()) {
            receiver.finish(received.get());
            finished.add(received.get().body());
        }
    }

    /** The order in which 1 and 2 are finished when whoever is given 1 first refuses it once. */
    private static List<String> finishBoth(Receiver a, Receiver b) throws Exception {
        var finished = new ArrayList<String>();
        Optional<Received> refused = Optional.empty();
        Receiver refuser = null;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (refused.isEmpty() && System.nanoTime() - deadline < 0) {
            for (Receiver receiver : List.of(a, b)) {
                if (refused.isEmpty()) {
                    refused = receiver.receive(SHORT);
                    refuser = receiver;
                }
            }
        }
        Received first = refused.orElseThrow(() -> new IllegalStateException("nobody got 1"));
        finish(refuser == a ? b : a, finished, SHORT);
        refuser.refuse(first);
        while (finished.size() < 2 && System.nanoTime() - deadline < 0) {
            finish(a, finished, SHORT);
            finish(b, finished, SHORT);
        }
        return finished;
    }

    /** All have time to join, and to share out the partitions; there is nothing to be had yet. */
    private static void comeIn(Destination destination, List<Receiver> receivers) throws Exception {
        long deadline = System.nanoTime() + destination.silence().toNanos();
        while (System.nanoTime() - deadline < 0) {
            for (Receiver receiver : receivers) {
                receiver.receive(Duration.ofMillis(100));
            }
        }
    }

    /** How many of them are given something, once all have had time to come in. */
    private static int serve(Destination destination, List<Receiver> receivers) throws Exception {
        comeIn(destination, receivers);
        send(destination, "1", "2", "3", "4", "5", "6", "7", "8", "9");
        var served = new TreeSet<Integer>();
        int left = 9;
        for (int round = 0; round < 30 && left > 0; round++) {
            for (int i = 0; i < receivers.size(); i++) {
                Optional<Received> received = receivers.get(i).receive(SHORT);
                if (received.isPresent()) {
                    receivers.get(i).finish(received.get());
                    served.add(i);
                    left--;
                }
            }
        }
        if (left > 0) {
            throw new IllegalStateException(left + " of 9 messages came to nobody");
        }
        return served.size();
    }
}
