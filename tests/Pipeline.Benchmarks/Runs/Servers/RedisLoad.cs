using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>SET and GET in turn. At a rate by threads of the report's own, because redis-benchmark has none; as fast as they are answered by redis-benchmark.</summary>
internal static class RedisLoad
{
    private const int Connections = 8;

    /// <summary>So many requests at a rate.</summary>
    internal static async Task<LoadResult> AtRateAsync(int port, int requests, int rate)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ =>
            Task.Factory.StartNew(() => Ask(port, requests / Connections, TimeSpan.FromSeconds((double)Connections / rate)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        double[] took = [.. all.SelectMany(t => t).Order()];
        return new LoadResult(took.Length, Stopwatch.GetElapsedTime(start).TotalSeconds, took);
    }

    /// <summary>So many requests as fast as they are answered, one at a time on each connection.</summary>
    internal static async Task<LoadResult> FlatOutAsync(int port, int requests)
    {
        var start = Stopwatch.GetTimestamp();
        await Command.OutputOfAsync("redis-benchmark", "-h", "127.0.0.1", "-p", Text(port), "-q", "-t", "set,get", "-c", "16", "-n", Text(requests / 2)).ConfigureAwait(false);
        return new LoadResult(requests / 2 * 2, Stopwatch.GetElapsedTime(start).TotalSeconds, []);
    }

    private static double[] Ask(int port, int requests, TimeSpan interval)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        byte[][] commands = [Encoding.ASCII.GetBytes("*3\r\n$3\r\nSET\r\n$5\r\nkey:1\r\n$32\r\n0123456789abcdef0123456789abcdef\r\n"), Encoding.ASCII.GetBytes("*2\r\n$3\r\nGET\r\n$5\r\nkey:1\r\n")];
        int[] answers = ["+OK\r\n".Length, "$32\r\n\r\n".Length + 32];
        var (took, buffer, start) = (new double[requests], new byte[256], Stopwatch.GetTimestamp());
        for (var i = 0; i < requests; i++)
        {
            // Behind its time it does not sleep: the rate is kept on the average.
            if (i * interval - Stopwatch.GetElapsedTime(start) is { TotalMilliseconds: > 0 } early)
                Thread.Sleep(early);
            var sent = Stopwatch.GetTimestamp();
            socket.Send(commands[i % 2]);
            for (var missing = answers[i % 2]; missing > 0;)
                missing -= socket.Receive(buffer, missing, SocketFlags.None) is > 0 and var read ? read : throw new InvalidOperationException("redis-server hung up");
            took[i] = Stopwatch.GetElapsedTime(sent).TotalMicroseconds;
        }

        return took;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
