using System.Text;
using Pipeline.Transforms.Protocols.Messaging;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>A method of the protocol: its numbers, who sends it, and its arguments.</summary>
internal sealed class Method(string name, ushort classId, ushort id, Sender sender, MethodKind kind, string fields)
{
    public byte[] Name { get; } = Encoding.ASCII.GetBytes(name);

    /// <summary>The name without its class: what is done.</summary>
    public byte[] Operation { get; } = Encoding.ASCII.GetBytes(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    public ushort ClassId => classId;

    public ushort Id => id;

    public Sender Sender => sender;

    public MethodKind Kind => kind;

    public Field[] Fields { get; } = Field.Parse(fields);

    /// <summary>Whether a message follows: a header and a body.</summary>
    public bool HasContent { get; } = name is "basic.publish" or "basic.return" or "basic.deliver" or "basic.get-ok";

    public OperationType Type { get; } = name switch
    {
        "basic.publish" => OperationType.Send,
        "basic.deliver" or "basic.get" or "basic.get-ok" => OperationType.Receive,
        "basic.ack" or "basic.nack" or "basic.reject" => OperationType.Settle,
        _ => OperationType.None,
    };

    /// <summary>Whether it answers a question of this method.</summary>
    public bool Answers(Method question) =>
        classId == question.ClassId && (question == Methods.BasicGet ? id is 71 or 72 : question == Methods.ExchangeUnbind ? id == 51 : id == question.Id + 1);
}
