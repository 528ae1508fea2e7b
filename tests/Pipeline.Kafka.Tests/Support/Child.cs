using System.Diagnostics;
using System.Text;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>
/// Starts programs that keep nothing of this process open. The mock brokers' connections are inherited: closed by a broker they would stay open in a child, and whoever
/// is at the other end would wait for its answer until it runs out of time.
/// </summary>
internal static class Child
{
    private const string Alone = "for file in /proc/$$/fd/*; do number=${file##*/}; [ $number -le 2 ] || eval \"exec $number>&-\"; done; exec \"$@\"";

    /// <summary>Its input, output and errors are the caller's.</summary>
    public static Process Start(string program, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("bash", ["-c", Alone, "bash", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
}
