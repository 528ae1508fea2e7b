using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>Judges first bytes. Methods that both sides send tell nothing before another one does.</summary>
internal static class AmqpGuess
{
    private const int Certain = 100;
    private const int Sure = 90;
    private const int Likely = 75;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        if (first[0] == 'A')
            return !Frame.Header.StartsWith(first[..Math.Min(first.Length, Frame.Header.Length)]) ? Guess.No
                : first.Length < Frame.Header.Length ? Guess.More : new Guess(Certain, Side.Request);
        while (!first.IsEmpty)
        {
            if (Frame.Begins(first, Sender.Both) is not { } begins)
                return Guess.More;
            if (!begins || first[0] == Frame.ContentHeader)
                return Guess.No;
            if (first[0] == Frame.Method && MethodOf(first).Sender is var sender and not Sender.Both)
                return new Guess(first.Length > Frame.LengthOf(first) ? Sure : Likely, sender == Sender.Client ? Side.Request : Side.Response);
            first = first[(int)Frame.LengthOf(first)..];
        }

        return Guess.More;
    }

    private static Method MethodOf(ReadOnlySpan<byte> frame) => Methods.Find(Frame.ClassOf(frame), Frame.MethodOf(frame))!;
}
