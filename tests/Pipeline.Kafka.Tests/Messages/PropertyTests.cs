using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Sinks.Kafka.Native;
using Pipeline.Sinks.Kafka.Producing;
using Pipeline.Sinks.Kafka.Settings;
using Pipeline.Sinks.Kafka.Templates;

namespace Pipeline.Kafka.Tests.Messages;

public sealed class PropertyTests
{
    [Fact]
    public void A_text_with_its_braces_doubled_is_itself() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var parts = TemplateParser.Parse(text.Get.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), "key");
            return string.Concat(parts.Select(p => p.Text)) == text.Get && parts.TrueForAll(p => !p.IsName);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_a_template_is_it_parses_or_is_refused_within_itself()
    {
        var words = Gen.Elements("{", "}", "{{", "}}", "a", "table", "number", "ü", "", "{number}", "{x").ArrayOf();
        Prop.ForAll(words.ToArbitrary(), pieces =>
        {
            var template = string.Concat(pieces);
            try
            {
                Template.Bind(template, "key", Rows.Lines);
                return true;
            }
            catch (OptionException complaint)
            {
                return complaint.Key == "key" && complaint.Offset >= 0 && complaint.Offset + complaint.Length <= template.Length;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_header_of_many_rows_names_exactly_those() =>
        Prop.ForAll<NonEmptyArray<byte>>(steps =>
        {
            // Numbers that rise, mostly by one.
            var next = 5UL;
            ulong[] numbers = [.. steps.Get.Select(step => next += step % 4 == 0 ? 1UL + step : 1UL)];
            var ids = new RowIds();
            ids.Open(Rows.Origin);
            ids.Write(numbers[0]);
            foreach (var number in numbers[1..])
                ids.Add(number);
            ids.Finish();
            var text = Encoding.UTF8.GetString(ids.Text);
            return text[(text.LastIndexOf('/') + 1)..].Split(',').SelectMany(Expand).SequenceEqual(numbers);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_outcome_names_each_refused_row_once_with_its_reason() =>
        Prop.ForAll<byte[], byte[]>((sizes, fates) =>
        {
            RecordBatch[] batches = [.. sizes.Select(size => Rows.Numbered(0, 1 + size % 5)).Append(Rows.Numbered(0, 1))];
            var rows = batches.Sum(b => b.Rows);
            var write = new Write(0, []);
            var expected = new string?[rows];
            for (var row = 0; row < rows; row++)
                switch (fates.Length == 0 ? 0 : fates[row % fates.Length] % 4)
                {
                    case 1:
                        write.Refuse(new RowRange(row, 1), Reason.InvalidTopic);
                        expected[row] = "invalid_topic";
                        break;
                    case 2:
                        write.Send();
                        write.Fail(row, ErrorCode.MessageTimedOut, MessageStatus.NotPersisted);
                        expected[row] = "timeout";
                        break;
                    default:
                        write.Send();
                        break;
                }

            var told = Told(OutcomeOfWrite.Of(write, batches, UnknownTopic.Retry), batches, rows);
            foreach (var batch in batches)
                batch.Release();
            return told.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<ulong> Expand(string range)
    {
        var ends = range.Split("..").Select(n => ulong.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        for (var number = ends[0]; number <= ends[^1]; number++)
            yield return number;
    }

    private static string?[] Told(Outcome outcome, RecordBatch[] batches, int rows)
    {
        if (outcome.Kind != OutcomeKind.Partly)
            return [.. Enumerable.Repeat(outcome.Reason, rows)];
        var told = new string?[rows];
        foreach (var (batch, row, count, reason, isFinal) in outcome.Refused)
        {
            Assert.Equal(reason == "invalid_topic", isFinal);
            var first = batches.TakeWhile(b => b != batch).Sum(b => b.Rows) + row;
            for (var i = first; i < first + count; i++)
            {
                Assert.Null(told[i]);
                told[i] = reason;
            }
        }

        return told;
    }
}
