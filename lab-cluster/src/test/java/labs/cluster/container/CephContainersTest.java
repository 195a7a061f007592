package labs.cluster.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import com.ceph.rados.IoCTX;
import com.ceph.rados.Rados;
import com.ceph.rados.exceptions.RadosException;
import com.sun.jna.NativeLibrary;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresEngine
@Timeout(1800) // the first build of the image takes minutes
class CephContainersTest {

    @Test
    void shouldKeepObjectsWhileAnOsdIsKilled() throws RadosException {
        assumeThatCode(() -> NativeLibrary.getInstance("rados"))
                .as("librados is not installed: apt-get install librados2")
                .doesNotThrowAnyException();
        try (var ceph = CephContainers.start()) {
            Rados client = connect(ceph);
            IoCTX data = client.ioCtxCreate("data");
            try {
                data.write("before", "one");

                ceph.killOsd(1);
                data.write("meanwhile", "two");
                ceph.startOsd(1);
                data.write("after", "three");

                assertThat(data.listObjects()).contains("before", "meanwhile", "after");
                assertThat(read(data, "meanwhile")).isEqualTo("two");
            } finally {
                client.ioCtxDestroy(data);
                client.shutDown();
            }
        }
    }

    private static Rados connect(CephContainers ceph) throws RadosException {
        var client = new Rados();
        client.confSet("mon_host", "v2:" + ceph.monitor() + "/0");
        for (String method : new String[] {"cluster", "service", "client"}) {
            client.confSet("auth_" + method + "_required", "none");
        }
        for (String operation : new String[] {"client_mount", "rados_mon_op", "rados_osd_op"}) {
            client.confSet(operation + "_timeout", "180"); // instead of waiting for ever
        }
        client.connect();
        return client;
    }

    private static String read(IoCTX data, String object) throws RadosException {
        byte[] bytes = new byte[(int) data.stat(object).getSize()];
        data.read(object, bytes.length, 0, bytes);
        return new String(bytes, UTF_8);
    }

    @Test
    void shouldServeS3() throws Exception {
        try (var ceph = CephContainers.start()) {
            HttpResponse<String> buckets =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(ceph.s3())).build(),
                                    HttpResponse.BodyHandlers.ofString());

            assertThat(buckets.body()).contains("ListAllMyBucketsResult", "anonymous");
        }
    }
}
