package labs.rpc.demo;

import java.util.stream.IntStream;

/** The work to be done: task n counts the primes among its share of the numbers. */
final class PrimeTask {
    private static final int NUMBERS = 1_000;

    private PrimeTask() {}

    static int count(int task) {
        int from = task * NUMBERS;
        return (int) IntStream.range(from, from + NUMBERS).filter(PrimeTask::isPrime).count();
    }

    private static boolean isPrime(int n) {
        if (n < 2) {
            return false;
        }
        for (int d = 2; d * d <= n; d++) {
            if (n % d == 0) {
                return false;
            }
        }
        return true;
    }
}
