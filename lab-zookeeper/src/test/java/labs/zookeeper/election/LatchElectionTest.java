package labs.zookeeper.election;

import labs.kit.LabTest;
import labs.zookeeper.ensemble.WithEnsemble;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithEnsemble
@Timeout(60)
final class LatchElectionTest extends ElectionContract {
    @Override
    int watchesOnItsOwn() {
        return 0;
    }

    @Override
    Candidate.Maker maker() {
        return Candidate::curators;
    }
}
