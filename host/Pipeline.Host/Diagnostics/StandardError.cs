using System.Text;

namespace Pipeline.Host.Diagnostics;

/// <summary>
/// Where everything goes that is not a row. Not <see cref="Console.Error"/>: its first use writes a terminal's start-up sequence to standard output, among the rows.
/// </summary>
internal static class StandardError
{
    public static TextWriter Writer { get; } =
        TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
}
