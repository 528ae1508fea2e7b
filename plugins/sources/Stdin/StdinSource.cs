using System.Runtime.InteropServices;
using Pipeline.Lines;
using Pipeline.Lines.Rows;

namespace Pipeline.Sources.Stdin;

/// <summary>Reads the lines of the process's standard input until it ends. What was read cannot be had again, so nobody is told what became of it.</summary>
internal sealed class StdinSource : ISource, IExclusive
{
    private static readonly TimeSpan MemoryWait = TimeSpan.FromMilliseconds(10);

    // How long a stop may go unnoticed while nothing comes.
    private const int PollMilliseconds = 100;

    private readonly StdinOptions _options;
    private readonly IComponentContext _context;
    private readonly LineTable _table;

    /// <exception cref="OptionException">A column has no such type.</exception>
    public StdinSource(StdinOptions options, IComponentContext context)
    {
        (_options, _context) = (options, context);
        _table = new LineTable(options, context.Name, hasPath: false);
        Tables = [_table.Schema];
    }

    public IReadOnlyList<TableSchema> Tables { get; }

    public IReadOnlyList<Claim> Claims => [new Claim("the standard input", "")];

    public async Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        var notices = new LineNotices(_context.Log, _context.Environment.Time);
        var longest = LineLimit.Of(_options.MaxLine, emitter.Arena, _context.Log);
        using var rows = new LineRows(_table, emitter, notices, longest);
        using var input = new InputBuffer();
        var (position, isSkipping, hasEnded) = (0UL, false, false);
        while (!hasEnded && !stop.IsCancellationRequested)
        {
            hasEnded = !Fill(input);
            if (hasEnded && input.Length > 0 && !isSkipping)
                input.EndLine();
            if (isSkipping)
                position += (ulong)Skip(input, rows, hasEnded, ref isSkipping);
            var whole = input.Bytes.LastIndexOf((byte)'\n') + 1;
            if (whole == 0 && !isSkipping && input.Length > longest)
            {
                isSkipping = true;
                position += (ulong)Skip(input, rows, hasEnded, ref isSkipping);
            }
            else if (whole == 0)
            {
                input.Grow();
            }

            if (whole > 0)
                await EmitAsync(input, whole, position, rows, emitter, stop).ConfigureAwait(false);
            position += (ulong)whole;
            notices.Tell(hasEnded);
        }

        await emitter.FlushAsync().ConfigureAwait(false);
    }

    // False at the end. Waits for something, and takes what there is then.
    private bool Fill(InputBuffer input)
    {
        for (var wait = PollMilliseconds; ; wait = 0)
        {
            var entry = new Libc.PollEntry { Descriptor = _options.Descriptor, Events = Libc.In };
            if (Libc.Poll(ref entry, 1, wait) <= 0)
                return true;
            var read = input.Read(_options.Descriptor);
            if (read == 0)
                return false;
            if (read < 0 && Marshal.GetLastPInvokeError() is not (Libc.Interrupted or Libc.TryAgain) and var error)
                throw new UnavailableException($"the standard input cannot be read: {Marshal.GetPInvokeErrorMessage(error)}");
            if (!input.HasRoom)
                return true;
        }
    }

    // The bytes of a line that is too long, as far as they are here.
    private static int Skip(InputBuffer input, LineRows rows, bool hasEnded, ref bool isSkipping)
    {
        var end = input.Bytes.IndexOf((byte)'\n') + 1;
        var bytes = end > 0 ? end : input.Length;
        input.Remove(bytes);
        if (end == 0 && !hasEnded)
            return bytes;
        isSkipping = false;
        rows.DropTooLong();
        return bytes;
    }

    // All of it, also on a stop: it cannot be read again.
    private async ValueTask EmitAsync(InputBuffer input, int length, ulong position, LineRows rows, ISourceEmitter emitter, CancellationToken stop)
    {
        Open(input, length, rows);
        for (var done = 0; done < length;)
        {
            var ended = Add(input, done, length - done, position, rows, out var taken);
            done += taken;
            while ((ended == LinesTaken.NoMemory && rows.Rows == 0 && taken == 0) || !TryEmit(rows, emitter))
            {
                if (stop.IsCancellationRequested)
                {
                    rows.Drop("memory", rows.Rows + input.Bytes[done..length].Count((byte)'\n'));
                    return;
                }

                await Task.Delay(MemoryWait, _context.Environment.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ended = LinesTaken.All;
            }

            await emitter.FlushAsync().ConfigureAwait(false);
        }

        input.Remove(length);
    }

    private static bool TryEmit(LineRows rows, ISourceEmitter emitter)
    {
        try
        {
            rows.Emit(emitter.Origin, Account.None);
            return true;
        }
        catch (ArenaExhaustedException)
        {
            return false;
        }
    }

    private unsafe void Open(InputBuffer input, int length, LineRows rows) =>
        rows.Open([], (_context.Environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, new ReadOnlySpan<byte>(input.Start, length));

    private static unsafe LinesTaken Add(InputBuffer input, int from, int length, ulong position, LineRows rows, out int taken) =>
        rows.Add(input.Start + from, length, position + (ulong)from, out taken);
}
