namespace Pipeline.Kernel.Tests.Running;

/// <summary>The lines a process has written so far, and a way to wait for one.</summary>
internal sealed class Lines(string name)
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    internal string[] All
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    internal string Text => string.Join('\n', All);

    /// <summary>Adds a line; null: there will be none.</summary>
    internal void Add(string? line)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            if (line is null)
                _ended = true;
            else
                _lines.Add(line);
            (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.SetResult();
    }

    /// <summary>The first line, at or after index <paramref name="from"/>, that is wanted. Fails with all that was said if the process ends or nothing comes.</summary>
    internal async Task<string> WaitForAsync(Func<string, bool> wanted, int from = 0)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (true)
        {
            Task more;
            bool ended;
            lock (_lock)
            {
                for (; from < _lines.Count; from++)
                    if (wanted(_lines[from]))
                        return _lines[from];
                (more, ended) = (_more.Task, _ended);
            }

            if (ended)
                Assert.Fail($"the wanted line never came on {name}, which has ended. It said:\n{Text}");
            await more.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (patience.IsCancellationRequested)
                Assert.Fail($"the wanted line did not come on {name}. It said:\n{Text}");
        }
    }

    internal Task<string> WaitForAsync(string part, int from = 0) => WaitForAsync(line => line.Contains(part, StringComparison.Ordinal), from);
}
