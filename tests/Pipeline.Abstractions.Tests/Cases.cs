namespace Pipeline.Abstractions.Tests;

/// <summary>Runs a property on seeded random cases; a failure names the seed that repeats it.</summary>
internal static class Cases
{
    public static void Run(int count, Action<Random> property)
    {
        for (var seed = 0; seed < count; seed++)
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"with seed {seed}", e);
            }
    }

    public static byte[] Bytes(this Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
