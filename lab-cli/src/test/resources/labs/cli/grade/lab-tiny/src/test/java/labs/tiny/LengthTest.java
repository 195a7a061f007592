package labs.tiny;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LengthTest {
    @Test
    void shouldBeRight() {
        assertEquals(5, new Length().of("ab", "cde"));
    }

    @Test
    void shouldBeRightAgain() {
        assertEquals(5, new Length().of("ab", "cde"));
    }
}
