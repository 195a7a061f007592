package labs.memory.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * What each connection asks, over and over, and what must come back: the requests differ in their
 * keys, the answers have one length each.
 */
enum Workload {
    GET("get-1", "one get at a time", 1) {
        @Override
        String request(String... keys) {
            return "get " + keys[0] + "\r\n";
        }

        @Override
        String answer(String... keys) {
            return hit(keys[0]) + "END\r\n";
        }
    },
    SET("set-1", "one set at a time", 1) {
        @Override
        String request(String... keys) {
            return set(keys[0]);
        }

        @Override
        String answer(String... keys) {
            return "STORED\r\n";
        }
    },
    MULTI_GET("get-20", "one get of 20 keys at a time", 20) {
        @Override
        String request(String... keys) {
            return "get " + String.join(" ", keys) + "\r\n";
        }

        @Override
        String answer(String... keys) {
            StringBuilder hits = new StringBuilder();
            for (String key : keys) {
                hits.append(hit(key));
            }
            return hits + "END\r\n";
        }
    },
    META_16("mg-16", "16 mg at a time", 16) {
        @Override
        String request(String... keys) {
            StringBuilder request = new StringBuilder();
            for (String key : keys) {
                request.append("mg ").append(key).append(" v\r\n");
            }
            return request.toString();
        }

        @Override
        String answer(String... keys) {
            StringBuilder answer = new StringBuilder();
            for (String key : keys) {
                answer.append("VA ").append(VALUE).append("\r\n").append(value(key)).append("\r\n");
            }
            return answer.toString();
        }
    },
    GET_16("get-1x16", "16 gets of one key at a time (memcached writes for each)", 16) {
        @Override
        String request(String... keys) {
            return GET.each(keys, true);
        }

        @Override
        String answer(String... keys) {
            return GET.each(keys, false);
        }
    };

    static final int VALUE = 100; // bytes
    private static final int REQUESTS = 512; // different ones

    private final String id;
    private final String title;
    private final int keys;

    Workload(String id, String title, int keys) {
        this.id = id;
        this.title = title;
        this.keys = keys;
    }

    abstract String request(String... keys);

    abstract String answer(String... keys);

    String each(String[] all, boolean asked) {
        StringBuilder text = new StringBuilder();
        for (String key : all) {
            text.append(asked ? request(key) : answer(key));
        }
        return text.toString();
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** Keys that one request asks for. */
    int keys() {
        return keys;
    }

    static String key(int number) {
        return "key-%07d".formatted(number);
    }

    static String value(String key) {
        return (key + "-").repeat(10).substring(0, VALUE);
    }

    static String set(String key) {
        return "set " + key + " 0 0 " + VALUE + "\r\n" + value(key) + "\r\n";
    }

    private static String hit(String key) {
        return "VALUE " + key + " 0 " + VALUE + "\r\n" + value(key) + "\r\n";
    }

    /** A request and its answer. */
    record Exchange(ByteBuffer request, byte[] answer) {}

    /** The same for every server. */
    Exchange[] exchanges(int items) {
        Random random = new Random(id.hashCode());
        Exchange[] exchanges = new Exchange[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            String[] chosen = new String[keys];
            Arrays.setAll(chosen, k -> key(random.nextInt(items)));
            byte[] request = request(chosen).getBytes(US_ASCII);
            ByteBuffer direct = ByteBuffer.allocateDirect(request.length).put(request).flip();
            exchanges[i] = new Exchange(direct, answer(chosen).getBytes(US_ASCII));
        }
        return exchanges;
    }
}
