using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Kernel.Tests.Guessing;

/// <summary>Messages of no protocol, the same each time.</summary>
internal static class Chance
{
    private static readonly string[] Words =
        "the of and GET get PUT put INFO info SUB MSG error OK id name value true false null 0 1 42 -1 3.14 { } [ ] ( ) : ; , * + - $ # http:// / HTTP select SELECT from insert 200 404 \r\n \n \t".Split(' ');

    /// <summary>So many of each kind, named by it.</summary>
    internal static IEnumerable<Message> Make(int each)
    {
        var random = new Random(20260511);
        for (var i = 0; i < each; i++)
        {
            var size = i % 3 == 0 ? random.Next(1, 64) : random.Next(1, 8192);
            yield return Cut("noise", size, Noise(random, size));
            yield return Cut("sparse", size, Sparse(random, size));
            yield return Cut("letters", size, Letters(random, size));
            yield return Cut("words", size, Text(random, size));
            yield return Cut("length-big", size + 4, Framed(random, size, BinaryPrimitives.WriteInt32BigEndian));
            yield return Cut("length-little", size + 4, Framed(random, size, BinaryPrimitives.WriteInt32LittleEndian));
            yield return Cut("datagram", size, Noise(random, size)) with { IsDatagram = true };
        }
    }

    private delegate void WriteLength(Span<byte> to, int length);

    private static Message Cut(string kind, int size, byte[] bytes) => new(kind, "", false, size, bytes[..Math.Min(size, Message.MostHead)]);

    private static byte[] Noise(Random random, int size)
    {
        var bytes = new byte[Math.Min(size, Message.MostHead)];
        random.NextBytes(bytes);
        return bytes;
    }

    // As structures are: mostly zeros and small numbers.
    private static byte[] Sparse(Random random, int size) =>
        [.. Noise(random, size).Select(b => random.Next(4) switch { 0 => b, 1 => (byte)(b & 7), _ => (byte)0 })];

    private static byte[] Letters(Random random, int size) => [.. Noise(random, size).Select(b => (byte)(' ' + b % 95))];

    private static byte[] Text(Random random, int size)
    {
        var text = new StringBuilder();
        while (text.Length < Message.MostHead + 1)
            text.Append(Words[random.Next(Words.Length)]).Append(' ');
        return Encoding.ASCII.GetBytes(text.ToString())[..Math.Min(size, Message.MostHead)];
    }

    // What most protocols of one's own making are: a length, and behind it a little that is fixed.
    private static byte[] Framed(Random random, int size, WriteLength write)
    {
        var bytes = new byte[Math.Min(size, Message.MostHead) + 4];
        write(bytes, size);
        (random.Next(2) == 0 ? Noise(random, size) : Sparse(random, size)).CopyTo(bytes, 4);
        return bytes;
    }
}
