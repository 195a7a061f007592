package labs.zookeeper.bench;

import java.time.Duration;
import labs.zookeeper.election.Election;
import labs.zookeeper.election.LatchElection;
import labs.zookeeper.election.LeaderElection;

/** Stands in two elections, ours and Curator's, leads both, and waits to be killed. */
final class LeaderMain {
    private static final Duration LONG = Duration.ofSeconds(20);

    private LeaderMain() {}

    /**
     * @param args the servers, the session timeout in milliseconds, the two paths
     */
    public static void main(String[] args) throws Exception {
        Duration timeout = Duration.ofMillis(Long.parseLong(args[1]));
        lead(new LeaderElection(BenchClients.session(args[0], timeout), args[2], "first"));
        lead(new LatchElection(BenchClients.curator(args[0], timeout), args[3], "first"));
        System.out.println("leads");
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }

    private static void lead(Election election) throws InterruptedException {
        election.start();
        if (!election.awaitLeadership(LONG)) {
            throw new IllegalStateException("somebody else leads");
        }
    }
}
