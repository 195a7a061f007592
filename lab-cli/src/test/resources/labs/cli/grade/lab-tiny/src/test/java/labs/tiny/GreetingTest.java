package labs.tiny;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    void shouldBeRight() {
        assertEquals("Hello, Ada!", new Greeting().greet(" Ada "));
    }

    @Test
    void shouldBeRightAgain() {
        assertEquals("Hello, Ada!", new Greeting().greet(" Ada "));
    }
}
