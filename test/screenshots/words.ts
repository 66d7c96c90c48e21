/** What a site says to people, in one of the languages that the elements speak. */
export interface SiteWords {
  direction: 'ltr' | 'rtl';
  heading: string;
  saved: string;
  imported: { title: string; text: string };
  failed: { title: string; text: string; action: string };
  storage: { title: string; text: string };
  upload: string;
  /** A sentence with a name, a number and an address in it. */
  comment: string;
  categories: { orders: string; payments: string; security: string };
  conversation: string;
  /** The first three are of Boris, then two of the person whose page it is. */
  messages: readonly [string, string, string, string, string];
}

/** Texts of a shop as its people write them; the long ones are as long as such texts are. */
export const SITE_WORDS: Readonly<Record<string, SiteWords>> = {
  ar: {
    direction: 'rtl',
    heading: 'الطلبات',
    saved: 'تم الحفظ',
    imported: { title: 'اكتمل الاستيراد الليلي', text: 'تمت إضافة 1,204 صفوف من ملف orders.csv.' },
    failed: {
      title: 'فشل الدفع',
      text: 'رفض البنك البطاقة المنتهية بالرقم 4242 للطلب ‎#1187.',
      action: 'إعادة المحاولة',
    },
    storage: {
      title: 'أوشكت مساحة التخزين على الامتلاء',
      text: 'استُخدم 9.4 من 10 غيغابايت. عند امتلائها لن تُحفظ الفواتير الجديدة ولا صور المنتجات، ولن يتلقى العملاء إشعارات بالشحن حتى تُحرَّر مساحة أو تُرقّى الخطة. يمكن حذف الملفات القديمة من صفحة الإعدادات في أي وقت.',
    },
    upload: 'جارٍ رفع catalogue-2026.pdf',
    comment: 'علّقت Anna Müller على الطلب 7: «هل وصل الكرسي؟» https://shop.example/orders/7',
    categories: { orders: 'الطلبات والشحن', payments: 'المدفوعات والفواتير', security: 'أمان الحساب' },
    conversation: 'الدعم',
    messages: [
      'صباح الخير! هل وصل الكرسي؟',
      'رقم التتبع هو DX-2231-77.',
      'التفاصيل هنا: https://shop.example/orders/7',
      'نعم، وصل مساء أمس (OK).',
      'شكرًا جزيلًا على المساعدة، كل شيء سليم ولا توجد خدوش على الطاولة ولا على الكراسي الأربعة.',
    ],
  },
  de: {
    direction: 'ltr',
    heading: 'Bestellungen',
    saved: 'Gespeichert',
    imported: {
      title: 'Nächtlicher Import abgeschlossen',
      text: '1.204 Zeilen aus orders.csv wurden übernommen.',
    },
    failed: {
      title: 'Zahlung fehlgeschlagen',
      text: 'Die Bank hat die Karte mit der Endziffer 4242 für Bestellung #1187 abgelehnt.',
      action: 'Zahlungsmethode ändern',
    },
    storage: {
      title: 'Der Speicherplatz ist fast aufgebraucht',
      text: '9,4 von 10 GB sind belegt. Ist der Speicher voll, werden weder neue Rechnungen noch Produktbilder gesichert, und Kundinnen und Kunden erhalten keine Versandbenachrichtigungen mehr, bis Platz geschaffen oder der Tarif gewechselt wird. Alte Dateien lassen sich jederzeit in den Einstellungen löschen.',
    },
    upload: 'catalogue-2026.pdf wird hochgeladen',
    comment: 'Anna Müller hat Bestellung 7 kommentiert: „Ist der Stuhl da?“ https://shop.example/orders/7',
    categories: {
      orders: 'Bestellungen und Versand',
      payments: 'Zahlungen und Rechnungsangelegenheiten',
      security: 'Kontosicherheit',
    },
    conversation: 'Kundenbetreuung',
    messages: [
      'Guten Morgen! Ist der Stuhl schon angekommen?',
      'Die Sendungsnummer ist DX-2231-77.',
      'Alles Weitere: https://shop.example/orders/7',
      'Ja, seit gestern Abend (OK).',
      'Vielen Dank für die Unterstützung, Esszimmertischplattenbefestigungsschrauben waren vollständig dabei.',
    ],
  },
  en: {
    direction: 'ltr',
    heading: 'Orders',
    saved: 'Saved',
    imported: { title: 'Nightly import finished', text: '1,204 rows were taken over from orders.csv.' },
    failed: {
      title: 'Payment failed',
      text: 'The bank declined the card ending in 4242 for order #1187.',
      action: 'Try again',
    },
    storage: {
      title: 'Storage is nearly full',
      text: '9.4 of 10 GB are used. Once it is full, neither new invoices nor product pictures are saved, and customers get no shipping notices until space is freed or the plan is changed. Old files can be deleted in the settings at any time.',
    },
    upload: 'Uploading catalogue-2026.pdf',
    comment: 'Anna Müller commented on order 7: “Has the chair arrived?” https://shop.example/orders/7',
    categories: {
      orders: 'Orders and shipping',
      payments: 'Payments and invoices',
      security: 'Account security',
    },
    conversation: 'Support',
    messages: [
      'Good morning! Has the chair arrived?',
      'The tracking number is DX-2231-77.',
      'Details: https://shop.example/orders/7',
      'It has, yesterday evening (OK).',
      'Thank you very much for your help, everything is fine and neither the table nor the four chairs are scratched.',
    ],
  },
  es: {
    direction: 'ltr',
    heading: 'Pedidos',
    saved: 'Guardado',
    imported: {
      title: 'Importación nocturna terminada',
      text: 'Se han incorporado 1.204 filas de orders.csv.',
    },
    failed: {
      title: 'El pago ha fallado',
      text: 'El banco rechazó la tarjeta terminada en 4242 para el pedido n.º 1187.',
      action: 'Volver a intentarlo',
    },
    storage: {
      title: 'El almacenamiento está casi lleno',
      text: 'Se usan 9,4 de 10 GB. Cuando se llene, no se guardarán facturas nuevas ni fotos de productos, y los clientes no recibirán avisos de envío hasta que se libere espacio o se cambie de plan. Los archivos antiguos se pueden borrar en los ajustes en cualquier momento.',
    },
    upload: 'Subiendo catalogue-2026.pdf',
    comment: 'Anna Müller comentó el pedido 7: «¿Ha llegado la silla?» https://shop.example/orders/7',
    categories: {
      orders: 'Pedidos y envíos',
      payments: 'Pagos y facturación',
      security: 'Seguridad de la cuenta',
    },
    conversation: 'Atención al cliente',
    messages: [
      '¡Buenos días! ¿Ha llegado la silla?',
      'El número de seguimiento es DX-2231-77.',
      'Detalles: https://shop.example/orders/7',
      'Sí, ayer por la tarde (OK).',
      'Muchas gracias por la ayuda, todo está bien y ni la mesa ni las cuatro sillas tienen arañazos.',
    ],
  },
  fr: {
    direction: 'ltr',
    heading: 'Commandes',
    saved: 'Enregistré',
    imported: {
      title: 'Importation nocturne terminée',
      text: '1 204 lignes de orders.csv ont été reprises.',
    },
    failed: {
      title: 'Le paiement a échoué',
      text: 'La banque a refusé la carte se terminant par 4242 pour la commande nº 1187.',
      action: 'Réessayer le paiement',
    },
    storage: {
      title: 'L’espace de stockage est presque épuisé',
      text: '9,4 Go sur 10 sont utilisés. Une fois l’espace plein, ni les nouvelles factures ni les photos de produits ne seront enregistrées, et les clients ne recevront plus d’avis d’expédition tant que de la place n’aura pas été libérée. Les anciens fichiers peuvent être supprimés à tout moment dans les réglages.',
    },
    upload: 'Envoi de catalogue-2026.pdf',
    comment:
      'Anna Müller a commenté la commande 7 : « La chaise est-elle arrivée ? » https://shop.example/orders/7',
    categories: {
      orders: 'Commandes et expéditions',
      payments: 'Paiements et facturation',
      security: 'Sécurité du compte',
    },
    conversation: 'Service client',
    messages: [
      'Bonjour ! La chaise est-elle arrivée ?',
      'Le numéro de suivi est DX-2231-77.',
      'Détails : https://shop.example/orders/7',
      'Oui, hier soir (OK).',
      'Merci beaucoup pour votre aide, tout va bien et ni la table ni les quatre chaises ne sont rayées.',
    ],
  },
  ja: {
    direction: 'ltr',
    heading: '注文',
    saved: '保存しました',
    imported: { title: '夜間インポートが完了しました', text: 'orders.csv から 1,204 行を取り込みました。' },
    failed: {
      title: 'お支払いに失敗しました',
      text: '注文 #1187 について、末尾が 4242 のカードが銀行に拒否されました。',
      action: 'もう一度試す',
    },
    storage: {
      title: 'ストレージの空き容量が残りわずかです',
      text: '10 GB のうち 9.4 GB が使用されています。空き容量がなくなると、新しい請求書や商品画像は保存されず、容量を空けるかプランを変更するまで、お客様に発送通知が届かなくなります。古いファイルは設定画面からいつでも削除できます。不要になった画像や書類を整理してください。',
    },
    upload: 'catalogue-2026.pdf をアップロードしています',
    comment:
      'Anna Müller さんが注文 7 にコメントしました：「椅子は届きましたか？」https://shop.example/orders/7',
    categories: { orders: '注文と配送', payments: 'お支払いと請求書', security: 'アカウントの安全' },
    conversation: 'サポート',
    messages: [
      'おはようございます。椅子は届きましたか？',
      '追跡番号は DX-2231-77 です。',
      '詳細：https://shop.example/orders/7',
      'はい、昨日の夕方に届きました（OK）。',
      'ご対応ありがとうございました。すべて問題なく、テーブルにも四脚の椅子にも傷はありませんでした。',
    ],
  },
  pt: {
    direction: 'ltr',
    heading: 'Pedidos',
    saved: 'Salvo',
    imported: {
      title: 'Importação noturna concluída',
      text: '1.204 linhas de orders.csv foram incorporadas.',
    },
    failed: {
      title: 'O pagamento falhou',
      text: 'O banco recusou o cartão com final 4242 para o pedido nº 1187.',
      action: 'Tentar novamente',
    },
    storage: {
      title: 'O armazenamento está quase cheio',
      text: '9,4 de 10 GB estão em uso. Quando ficar cheio, novas faturas e fotos de produtos não serão salvas, e os clientes não receberão avisos de envio até que haja espaço ou o plano seja alterado. Arquivos antigos podem ser apagados nas configurações a qualquer momento.',
    },
    upload: 'Enviando catalogue-2026.pdf',
    comment: 'Anna Müller comentou o pedido 7: “A cadeira chegou?” https://shop.example/orders/7',
    categories: {
      orders: 'Pedidos e envios',
      payments: 'Pagamentos e faturamento',
      security: 'Segurança da conta',
    },
    conversation: 'Atendimento',
    messages: [
      'Bom dia! A cadeira chegou?',
      'O código de rastreamento é DX-2231-77.',
      'Detalhes: https://shop.example/orders/7',
      'Sim, ontem à tarde (OK).',
      'Muito obrigada pela ajuda, está tudo certo e nem a mesa nem as quatro cadeiras estão arranhadas.',
    ],
  },
  ru: {
    direction: 'ltr',
    heading: 'Заказы',
    saved: 'Сохранено',
    imported: { title: 'Ночной импорт завершён', text: 'Перенесены 1 204 строки из orders.csv.' },
    failed: {
      title: 'Платёж не прошёл',
      text: 'Банк отклонил карту, оканчивающуюся на 4242, для заказа № 1187.',
      action: 'Повторить попытку',
    },
    storage: {
      title: 'Место в хранилище почти закончилось',
      text: 'Занято 9,4 из 10 ГБ. Когда место закончится, новые счета и фотографии товаров не будут сохраняться, а покупатели не получат уведомлений об отправке, пока место не освободится или не сменится тариф. Старые файлы можно удалить в настройках в любое время.',
    },
    upload: 'Загружается catalogue-2026.pdf',
    comment: 'Anna Müller оставила комментарий к заказу 7: «Стул привезли?» https://shop.example/orders/7',
    categories: {
      orders: 'Заказы и доставка',
      payments: 'Платежи и выставленные счета',
      security: 'Безопасность учётной записи',
    },
    conversation: 'Служба поддержки',
    messages: [
      'Доброе утро! Стул привезли?',
      'Номер отправления DX-2231-77.',
      'Подробности: https://shop.example/orders/7',
      'Да, вчера вечером (OK).',
      'Большое спасибо за помощь, всё в порядке: ни на столе, ни на четырёх стульях нет царапин.',
    ],
  },
  zh: {
    direction: 'ltr',
    heading: '订单',
    saved: '已保存',
    imported: { title: '夜间导入已完成', text: '已从 orders.csv 导入 1,204 行。' },
    failed: { title: '付款失败', text: '银行拒绝了订单 #1187 尾号为 4242 的银行卡。', action: '重试' },
    storage: {
      title: '存储空间即将用完',
      text: '已使用 10 GB 中的 9.4 GB。空间用完后，新的发票和商品图片将无法保存，客户也不会再收到发货通知，直到释放空间或更换套餐为止。您可以随时在设置中删除旧文件。请及时清理不再需要的图片和文档，或者联系管理员升级套餐，以免影响正常营业和客户体验。',
    },
    upload: '正在上传 catalogue-2026.pdf',
    comment: 'Anna Müller 评论了订单 7：“椅子到了吗？”https://shop.example/orders/7',
    categories: { orders: '订单与配送', payments: '付款与发票', security: '账户安全' },
    conversation: '客户服务',
    messages: [
      '早上好！椅子到了吗？',
      '运单号是 DX-2231-77。',
      '详情：https://shop.example/orders/7',
      '昨天傍晚到了（OK）。',
      '非常感谢您的帮助，一切完好，桌子和四把椅子都没有划痕。',
    ],
  },
};
