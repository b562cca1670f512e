"""The second level of the online categories that Twiza opens with: each under its parent's slug."""

from collections.abc import Mapping, Sequence

# slug, French, Arabic, English
SUBCATEGORIES: Mapping[str, Sequence[tuple[str, str, str, str]]] = {
    "design": (
        ("logo-identite", "Logo & identité", "شعارات وهوية بصرية", "Logos & identity"),
        (
            "visuels-reseaux",
            "Visuels pour réseaux sociaux",
            "تصاميم للتواصل الاجتماعي",
            "Social media visuals",
        ),
        ("flyers-affiches", "Flyers & affiches", "منشورات وملصقات", "Flyers & posters"),
        ("packaging", "Packaging & étiquettes", "تغليف وملصقات منتجات", "Packaging & labels"),
        ("illustration", "Illustration", "رسوم توضيحية", "Illustration"),
        ("interfaces", "Interfaces & maquettes", "واجهات ونماذج", "Interfaces & mockups"),
        ("presentations", "Présentations", "عروض تقديمية", "Presentations"),
    ),
    "web-mobile": (
        ("site-vitrine", "Site vitrine", "موقع تعريفي", "Business website"),
        ("boutique-en-ligne", "Boutique en ligne", "متجر إلكتروني", "Online shop"),
        ("wordpress", "WordPress", "ووردبريس", "WordPress"),
        ("application-mobile", "Application mobile", "تطبيق جوال", "Mobile app"),
        ("developpement", "Développement sur mesure", "برمجة حسب الطلب", "Custom development"),
        ("automatisation", "Automatisation & données", "أتمتة وبيانات", "Automation & data"),
        ("maintenance-web", "Maintenance & sécurité", "صيانة وحماية المواقع", "Maintenance & security"),
    ),
    "video-photo": (
        ("montage-video", "Montage vidéo", "مونتاج فيديو", "Video editing"),
        ("reels-tiktok", "Reels & TikTok", "ريلز وتيك توك", "Reels & TikTok"),
        ("motion-design", "Motion design", "موشن ديزاين", "Motion design"),
        ("retouche-photo", "Retouche photo", "تعديل الصور", "Photo retouching"),
        ("photo-produit", "Photo de produit", "تصوير المنتجات", "Product photography"),
        ("voix-off", "Voix off", "تعليق صوتي", "Voice-over"),
        ("sous-titrage", "Sous-titrage", "ترجمة مرئية", "Subtitling"),
    ),
    "traduction": (
        ("arabe-francais", "Arabe – français", "عربية – فرنسية", "Arabic – French"),
        ("anglais", "Anglais", "إنجليزية", "English"),
        ("espagnol-allemand", "Espagnol & allemand", "إسبانية وألمانية", "Spanish & German"),
        ("amazighe", "Amazighe", "أمازيغية", "Amazigh"),
        ("documents-officiels", "Documents officiels", "وثائق رسمية", "Official documents"),
        ("relecture", "Relecture & correction", "مراجعة وتدقيق لغوي", "Proofreading"),
        ("transcription", "Transcription", "تفريغ صوتي", "Transcription"),
    ),
    "comptabilite": (
        ("auto-entrepreneur", "Auto-entrepreneur", "المقاول الذاتي", "Self-employed status"),
        ("tva-impots", "TVA & impôts", "الضريبة على القيمة المضافة والضرائب", "VAT & taxes"),
        ("tenue-de-comptes", "Tenue de comptes", "مسك الحسابات", "Bookkeeping"),
        ("paie-cnss", "Paie & CNSS", "الأجور والضمان الاجتماعي", "Payroll & social security"),
        ("creation-entreprise", "Création d’entreprise", "تأسيس الشركات", "Starting a company"),
        ("business-plan", "Business plan", "خطة عمل", "Business plan"),
    ),
    "marketing": (
        ("community-management", "Community management", "إدارة صفحات التواصل", "Community management"),
        ("publicite-en-ligne", "Publicité en ligne", "إعلانات رقمية", "Online advertising"),
        ("referencement", "Référencement (SEO)", "تحسين محركات البحث", "Search ranking (SEO)"),
        ("redaction", "Rédaction web", "كتابة المحتوى", "Copywriting"),
        ("emailing", "E-mailing & WhatsApp", "حملات البريد وواتساب", "Email & WhatsApp campaigns"),
        ("strategie", "Stratégie & conseil", "استراتيجية واستشارة", "Strategy & advice"),
    ),
}
