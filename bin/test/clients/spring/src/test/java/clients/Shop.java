package clients;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what its configuration says. */
@SpringBootApplication
@RestController
@RefreshScope
public class Shop {
    @Value("${greeting:nothing}")
    private String greeting;

    /** The greeting as it is now. */
    @GetMapping("/")
    public String greeting() {
        return greeting;
    }
}
