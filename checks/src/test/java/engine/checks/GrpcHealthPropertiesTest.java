package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Our form of the two messages against the generated one. */
class GrpcHealthPropertiesTest {

    @Property(tries = 200)
    void aRequestIsReadAsItIs(@ForAll String service) throws IOException {
        var encodable = service.replaceAll("[\\ud800-\\udfff]", "");
        var request = GrpcHealth.request(encodable);
        var message = Arrays.copyOfRange(request, 5, request.length);
        assertThat(HealthCheckRequest.parseFrom(message).getService()).isEqualTo(encodable);
        assertThat(ByteBuffer.wrap(request, 1, 4).getInt()).isEqualTo(message.length);
    }

    @Property
    void aResponseIsReadAsItIs(@ForAll HealthCheckResponse.ServingStatus status) throws IOException {
        var expected = status == HealthCheckResponse.ServingStatus.UNRECOGNIZED ? "UNKNOWN" : status.name();
        var response = status == HealthCheckResponse.ServingStatus.UNRECOGNIZED
                ? HealthCheckResponse.newBuilder().setStatusValue(1000).build()
                : HealthCheckResponse.newBuilder().setStatus(status).build();
        assertThat(GrpcHealth.status(response.toByteArray()).name()).isEqualTo(expected);
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(GrpcHealth.status(bytes)).isNotNull();
        } catch (IOException refused) {
            assertThat(refused).hasMessage("the answer is no HealthCheckResponse");
        }
    }
}
