namespace Pipeline.Host.Tests.Doubles;

/// <summary>Waits for something to come true; the rig bounds the wait.</summary>
internal static class Until
{
    /// <param name="condition">What is waited for.</param>
    /// <param name="meanwhile">Done before each further look.</param>
    public static async Task TrueAsync(Func<bool> condition, Action? meanwhile = null)
    {
        while (!condition())
        {
            meanwhile?.Invoke();
            await Task.Delay(5);
        }
    }
}
