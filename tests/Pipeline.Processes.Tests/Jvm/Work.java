import java.io.IOException;

/** Fills a heap, collects it, and waits: its figures are at rest then. */
public final class Work {
    private static final byte[][] KEPT = new byte[64][];

    public static void main(String[] words) throws IOException {
        for (int i = 0; i < 3000; i++) {
            KEPT[i & 63] = new byte[100_000];
        }
        System.gc();
        System.out.println("collected");
        System.in.read();
    }
}
