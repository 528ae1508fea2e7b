namespace Pipeline.Host.Tests.Doubles;

/// <summary>Waits for something to come true; the rig bounds the wait.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5);
    }
}
