package labs.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import labs.cli.problem.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");

    @Test
    void shouldSuggestThePartThatWasMeant() {
        assertThat(Part.named("kafka")).isEqualTo(Part.KAFKA);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Part.named("kafak"))
                .withMessageContaining("no part 'kafak' (did you mean kafka?)")
                .withMessageContaining("zookeeper, kafka, mysql, ceph, storm, pacemaker");
    }

    @ParameterizedTest
    @EnumSource
    void shouldExportOnlyAddressesThatTheFilePublishes(Part part) throws IOException {
        String file = Files.readString(ROOT.resolve("docker-compose.yml"));

        assertThat(file).contains("profiles: [" + part.profile());
        assertThat(addresses(part)).allSatisfy(address -> assertThat(file).contains(address + ":"));
    }

    private static Stream<String> addresses(Part part) {
        return ADDRESS.matcher(part.exports().stream().findFirst().orElse(""))
                .results()
                .map(found -> found.group());
    }

    @Test
    void shouldBringByDefaultWhatPlainComposeBrings() throws IOException {
        String environment = Files.readString(ROOT.resolve(".env"));
        String profiles = String.join(",", Part.common().stream().map(Part::profile).toList());

        assertThat(environment).contains("COMPOSE_PROFILES=" + profiles + "\n");
        assertThat(Arrays.asList(Part.values())).containsAll(Part.common());
    }

    @Test
    void shouldQuoteWhatAShellWouldTakeApart() {
        assertThat(Part.MYSQL.exports())
                .singleElement()
                .asString()
                .matches("export LAB_MYSQL='jdbc:[^']*&[^']*'");
    }
}
