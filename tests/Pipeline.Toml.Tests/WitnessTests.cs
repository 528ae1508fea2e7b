using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

/// <summary>CPython's tomllib must accept and refuse the same documents and read the same values.</summary>
public sealed class WitnessTests
{
    private const int Seed = 20260131;

    [Fact]
    public async Task We_agree_with_tomllib_on_the_corpus_and_on_random_documents()
    {
        int count = FuzzSize.Inputs / 25;
        var random = new Documents(Seed);
        List<byte[]> documents =
        [
            .. ValidCorpus.Documents.Select(document => Encoding.UTF8.GetBytes(document.Text)),
            .. InvalidCorpus.Documents.Select(document =>
                Encoding.UTF8.GetBytes(document.Marked.Replace("‸", "", StringComparison.Ordinal))),
            .. Enumerable.Range(0, count).Select(i => i % 4 == 0 ? random.Written() : random.Bent()),
        ];
        string[] answers = await AskTomllib(documents);
        Assert.Equal(documents.Count, answers.Length);

        int accepted = 0, deviations = 0;
        for (int i = 0; i < documents.Count; i++)
        {
            Reading reading = Reading.Of(documents[i]);
            JsonNode answer = JsonNode.Parse(answers[i])!;
            JsonNode? ours = reading.Errors.Count == 0 ? Tagged.Of(reading.Table) : null;
            accepted += ours is null ? 0 : 1;
            if (JsonNode.DeepEquals(ours, answer["value"]))
                continue;
            bool isKnown = ours is not null && answer["error"] is not null && HasTimePythonLacks(reading.Table);
            deviations += isKnown ? 1 : 0;
            Assert.True(isKnown, $"""
                document {i}: {JsonSerializer.Serialize(Encoding.UTF8.GetString(documents[i]))}
                tomllib: {answers[i]}
                we: {ours?.ToJsonString() ?? reading.Errors[0].ToString()}
                """);
        }
        // The comparison means something only while both verdicts are common and the exceptions rare.
        Assert.InRange(accepted, documents.Count / 10, documents.Count * 9 / 10);
        Assert.InRange(deviations, 0, documents.Count / 50);
    }

    /// <summary>RFC 3339 and so TOML have a year 0 and a second 60; Python's datetime has neither, and tomllib refuses both.</summary>
    private static bool HasTimePythonLacks(TomlValue value) => value switch
    {
        TomlTable table => table.Entries.Any(entry => HasTimePythonLacks(entry.Value)),
        TomlArray array => array.Items.Any(HasTimePythonLacks),
        TomlOffsetDateTime time => HasTimePythonLacks(time.Date) || HasTimePythonLacks(time.Time),
        TomlLocalDateTime time => HasTimePythonLacks(time.Date) || HasTimePythonLacks(time.Time),
        TomlLocalTime time => time.Second == 60,
        TomlLocalDate date => date.Year == 0,
        _ => false,
    };

    private static async Task<string[]> AskTomllib(IEnumerable<byte[]> documents)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(path, documents.Select(Convert.ToBase64String), cancel);
            var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "witness.py"), path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process python = Process.Start(start)!;
            Task<string> errors = python.StandardError.ReadToEndAsync(cancel);
            string output = await python.StandardOutput.ReadToEndAsync(cancel);
            await python.WaitForExitAsync(cancel);
            bool isOld = (await errors).Contains("No module named 'tomllib'", StringComparison.Ordinal);
            Assert.SkipWhen(isOld, "needs python3 3.11 or later (tomllib)");
            Assert.Equal("", await errors);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs python3 3.11 or later (none found)");
            throw;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
