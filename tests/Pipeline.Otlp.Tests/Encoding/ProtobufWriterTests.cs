using FsCheck;
using FsCheck.Fluent;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>Lengths before messages, whatever was expected of them.</summary>
public class ProtobufWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_151)]
    [InlineData(2_097_152)]
    public void A_length_is_the_shortest_there_is_whatever_was_expected(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        var shortest = new ByteBuffer(16);
        ProtobufWriter.Text(shortest, 3, content);
        for (var lengthBytes = 1; lengthBytes <= 5; lengthBytes++)
        {
            var output = new ByteBuffer(16);
            output.Append("before"u8);
            var start = ProtobufWriter.Begin(output, 3, lengthBytes);
            output.Append(content);
            ProtobufWriter.End(output, start, lengthBytes);
            output.Append("behind"u8);
            Assert.Equal([.. "before"u8, .. shortest.Written, .. "behind"u8], output.Written.ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(2_097_152)]
    public void An_open_message_is_whole_each_time_it_is_closed(int length)
    {
        var output = new ByteBuffer(16);
        var start = ProtobufWriter.Open(output, 1);
        for (var i = 0; i < 3; i++)
        {
            output.Fill((byte)'x', length);
            ProtobufWriter.Close(output, start);
            var reader = new ProtobufReader(output.Written);
            Assert.True(reader.MoveNext());
            Assert.Equal((1, (i + 1) * length), (reader.Field, reader.Bytes.Length));
            Assert.False(reader.MoveNext());
        }
    }

    [Fact]
    public void What_is_written_is_read() => Prop.ForAll<int, ulong, byte[]>((field, number, text) =>
    {
        field = Math.Abs(field % 1000) + 1;
        var output = new ByteBuffer(16);
        ProtobufWriter.Unsigned(output, field, number);
        ProtobufWriter.Fixed64(output, field + 1, number);
        ProtobufWriter.Fixed32(output, field + 2, (uint)number);
        ProtobufWriter.Text(output, field + 3, text);
        var reader = new ProtobufReader(output.Written);
        return reader.MoveNext() && reader.Field == field && reader.Number == number
            && reader.MoveNext() && reader.Field == field + 1 && reader.Number == number
            && reader.MoveNext() && reader.Field == field + 2 && reader.Number == (uint)number
            && reader.MoveNext() && reader.Field == field + 3 && reader.Bytes.SequenceEqual(text)
            && !reader.MoveNext();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_are_no_message_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => Read([0x0a, 0x05, 1]));
        Assert.Throws<InvalidDataException>(() => Read([0x80]));
        Assert.Throws<InvalidDataException>(() => Read([0x0b]));
        Assert.Throws<InvalidDataException>(() => Read([0x09, 1, 2, 3]));
    }

    private static bool Read(byte[] message)
    {
        var reader = new ProtobufReader(message);
        return reader.MoveNext();
    }
}
