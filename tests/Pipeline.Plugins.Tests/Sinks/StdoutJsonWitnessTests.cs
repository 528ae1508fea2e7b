using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>JSON lines of random rows with every type and hostile texts, read by Python.</summary>
public sealed class StdoutJsonWitnessTests
{
    private const int Batches = 40;
    private const int Rows = 100;

    [Fact]
    public async Task Python_reads_back_every_cell_of_random_rows()
    {
        var directory = Directory.CreateTempSubdirectory("pipeline-json-");
        try
        {
            var json = Path.Combine(directory.FullName, "rows.json");
            var cells = Path.Combine(directory.FullName, "cells.tsv");
            var random = new Random(20260131);
            var expected = new StringBuilder();
            using (var output = new CapturedOutput())
            {
                using var sink = StdoutRun.Bind(new StdoutOptions { Format = StdoutFormat.Json }, output, EveryType.Schema);
                for (var i = 0; i < Batches; i++)
                {
                    var offset = i % 4 == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : Samples.Noon;
                    var values = EveryType.Cells(random, Rows);
                    var batch = ScatteredBatch.Make(EveryType.Schema, values, Rows, Samples.Arena, random, unixOffset: offset);
                    await sink.WriteAsync(batch, TestContext.Current.CancellationToken);
                    batch.Release();
                    Describe(expected, values, offset);
                }

                await File.WriteAllBytesAsync(json, output.Bytes, TestContext.Current.CancellationToken);
            }

            await File.WriteAllTextAsync(cells, expected.ToString(), TestContext.Current.CancellationToken);
            Assert.Equal($"{Batches * Rows} rows agree\n", await PythonAsync("json_witness.py", json, cells));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<string> PythonAsync(string script, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Sinks", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var answer = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return answer + await error;
    }

    private static void Describe(StringBuilder text, object[][] cells, long offset)
    {
        for (var row = 0; row < cells[0].Length; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"row\t{EveryType.Schema.Name}\t{offset}\n");
            for (var ordinal = 0; ordinal < cells.Length; ordinal++)
            {
                var column = EveryType.Schema.Columns[ordinal];
                var names = string.Join('|', column.Type.Names.Select(name => $"{name.Value}={name.Name}")) + string.Join(' ', column.Type.Bounds);
                text.Append(CultureInfo.InvariantCulture, $"{column.Name}\t{column.Type.Kind}\t{(column.Type.Signed ? 1 : 0)}\t{Hex(cells[ordinal][row], column.Type)}\t{names}\n");
            }
        }
    }

    private static string Hex(object cell, ColumnType type)
    {
        var wide = new byte[16];
        switch (cell)
        {
            case Int128 integer:
                BinaryPrimitives.WriteInt128LittleEndian(wide, integer);
                return Convert.ToHexString(wide.AsSpan(0, type.Width));
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(wide, number);
                return Convert.ToHexString(wide.AsSpan(0, type.Width));
            case byte[] bytes:
                return Convert.ToHexString(bytes);
            default:
                return string.Concat(((byte[][])cell).Select(text => Convert.ToHexString([.. BitConverter.GetBytes(text.Length), .. text])));
        }
    }
}
