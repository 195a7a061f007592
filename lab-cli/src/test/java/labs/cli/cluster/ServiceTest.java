package labs.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private static final String KAFKA =
            """
            {"Service": "kafka1", "State": "running", "Health": "starting", "Publishers": [
              {"TargetPort": 9092, "PublishedPort": 0}, {"TargetPort": 9094, "PublishedPort": 19091}]}
            """
                    .replace("\n", " ");
    private static final String CEPH =
            "{\"Service\": \"ceph\", \"State\": \"exited\", \"Health\": \"\", \"Publishers\": null}";

    @Test
    void shouldReadOneContainerALineAndAnArrayOfThem() {
        var kafka = new Service("kafka1", "running", "starting", List.of(19091));
        var ceph = new Service("ceph", "exited", "", List.of());

        assertThat(Service.parse(KAFKA + "\n" + CEPH + "\n")).containsExactly(ceph, kafka);
        assertThat(Service.parse("[" + KAFKA + "," + CEPH + "]")).containsExactly(ceph, kafka);
        assertThat(Service.parse("")).isEmpty();
    }

    @Test
    void shouldTellTheHealthOfOneThatRunsAndTheStateOfOneThatDoesNot() {
        assertThat(Service.parse(KAFKA + CEPH))
                .extracting(Service::condition)
                .containsExactly("exited", "starting");
    }
}
