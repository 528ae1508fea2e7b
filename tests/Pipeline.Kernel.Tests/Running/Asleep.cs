namespace Pipeline.Kernel.Tests.Running;

/// <summary>Processes that have nothing to do: who answers may still be at work for a moment behind its answer, and who was just started has libraries to load.</summary>
internal static class Asleep
{
    /// <summary>Returns once the first thread of a process sleeps.</summary>
    internal static async Task UntilAsync(int pid)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!(await File.ReadAllTextAsync($"/proc/{pid}/stat", patience.Token).ConfigureAwait(false)).Split(')')[^1].StartsWith(" S ", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token).ConfigureAwait(false);
    }
}
