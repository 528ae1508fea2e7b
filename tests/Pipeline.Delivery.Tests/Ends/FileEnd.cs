using System.Diagnostics;
using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Delivery.Tests.Ends;

/// <summary>What a file sink has written, read by .NET's own JSON reader.</summary>
internal static class FileEnd
{
    /// <summary>The rows of a file.</summary>
    internal static async Task<Arrivals> ReadAsync(Input input, string file)
    {
        var arrivals = new Arrivals(input);
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        await using (stream.ConfigureAwait(false))
            await LineReader.ReadAsync(stream, arrivals.Add).ConfigureAwait(false);
        return arrivals;
    }

    /// <summary>Waits until it has so many lines, or grows no more.</summary>
    internal static async Task GrowsToAsync(string file, int lines)
    {
        var since = Stopwatch.GetTimestamp();
        while (!File.Exists(file) && Stopwatch.GetElapsedTime(since) < Patience.ForAnything)
            await PauseAsync().ConfigureAwait(false);
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        await using (stream.ConfigureAwait(false))
        {
            var (buffer, seen) = (new byte[1 << 18], 0);
            while (seen < lines && Stopwatch.GetElapsedTime(since) < Patience.ForAnything)
            {
                if (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
                    (seen, since) = (seen + buffer.AsSpan(0, read).Count((byte)'\n'), Stopwatch.GetTimestamp());
                else
                    await PauseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes away what follows the last whole line, of a copy that was made in the middle of a write.</summary>
    internal static async Task EndAtLineAsync(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file).ConfigureAwait(false);
        await File.WriteAllBytesAsync(file, bytes.AsMemory(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1)).ConfigureAwait(false);
    }

    private static Task PauseAsync() => Task.Delay(50, TestContext.Current.CancellationToken);
}
