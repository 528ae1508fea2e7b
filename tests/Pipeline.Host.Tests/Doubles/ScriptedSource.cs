namespace Pipeline.Host.Tests.Doubles;

/// <summary>A source that does what the test says.</summary>
internal sealed class ScriptedSource(Func<ISourceEmitter, CancellationToken, Task> run, params TableSchema[] tables) : ISource
{
    public IReadOnlyList<TableSchema> Tables { get; } = tables.Length > 0 ? tables : [Numbers.Table];

    /// <summary>A source of <paramref name="rows"/> numbers that tells whoever asks how many it made.</summary>
    public static ScriptedSource Counting(long rows, int batch = 10, Action<long>? made = null, IAccountOwner? owner = null, TimeSpan pause = default) =>
        new(async (emitter, stop) =>
        {
            for (long first = 0; first < rows && !stop.IsCancellationRequested; first += batch)
            {
                var count = (int)Math.Min(batch, rows - first);
                Emit(emitter, first, count, owner);
                made?.Invoke(count);
                await emitter.FlushAsync();
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, CancellationToken.None);
            }
        });

    public Task RunAsync(ISourceEmitter emitter, CancellationToken stop) => run(emitter, stop);

    public static void Emit(ISourceEmitter emitter, long first, int count, IAccountOwner? owner = null, TableSchema? table = null)
    {
        var account = owner is null ? null : new Account(owner, (ulong)first);
        emitter.Tally.Create(count);
        try
        {
            emitter.Emit(Numbers.Batch(emitter.Arena, (ulong)first, count, emitter.Origin, account, table));
        }
        catch (ArenaExhaustedException)
        {
            emitter.Tally.Drop("memory", count);
            account?.Settle(Settlement.Dropped);
            return;
        }

        account?.Settle(Settlement.Delivered);
    }
}
