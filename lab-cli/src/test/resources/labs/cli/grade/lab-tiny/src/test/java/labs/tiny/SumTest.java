package labs.tiny;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SumTest {
    @Test
    void shouldBeRight() {
        assertEquals(5, new Sum().of(2, 3));
    }

    @Test
    void shouldBeRightAgain() {
        assertEquals(5, new Sum().of(2, 3));
    }
}
